//! Shipping addresses (PG 9).

use super::section::section;

section! {
    /// Rules for postal addresses.
    Address = "address" {
        /// Countries that no card is shipped to, two letters each. Source: decided.
        no_ship_countries: Vec<String> =
            ["CU", "IR", "KP", "SY"].into_iter().map(ToOwned::to_owned).collect();
    }
}

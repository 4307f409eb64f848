//! Funding (MC 8).

use crate::rulebook::section::section;

section! {
    /// Rules for funding.
    Fund = "mc.fund" {
        /// The total of a card is limited by its program. Source: decided.
        enforce_max_balance: bool = true;
    }
}

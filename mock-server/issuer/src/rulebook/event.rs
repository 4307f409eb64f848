//! Events of the card programs (AG 7).

use super::section::section;

section! {
    /// Rules for events.
    Events = "events" {
        /// Type of event that is not raised; empty means that all are. Source: in-app-funding:
        /// Confirmation Events.
        skip: String = String::new();
    }
}

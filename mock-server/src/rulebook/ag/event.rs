//! Events of in-app users (AG 7.1).

use crate::rulebook::section::section;

section! {
    /// Rules for the events that in-app users are told of.
    InAppEvents = "ag.events" {
        /// `CARD_COLLATERAL_CONFIRMED` is raised before `CARD_COLLATERAL_RECEIVED`. Source: decided.
        confirmed_first: bool = false;
    }
}

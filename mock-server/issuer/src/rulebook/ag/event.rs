//! Events of in-app users (AG 7.1).

use crate::rulebook::section::section;

section! {
    /// Rules for the events that in-app users are told of.
    InAppEvents = "ag.events" {
        /// `CARD_COLLATERAL_CONFIRMED` is raised before `CARD_COLLATERAL_RECEIVED`. Source: decided.
        confirmed_first: bool = false;
        /// Real time between comment lines of the event stream, in milliseconds. Source: decided.
        heartbeat_ms: i64 = 15_000, 1..=3_600_000;
        /// Pauses before attempts 2 to 6 of a delivery to a receiver, in milliseconds. Source:
        /// decided.
        retry_delays_ms: Vec<String> =
            ["30000", "300000", "1800000", "7200000", "21600000"].map(str::to_owned).to_vec();
    }
}

//! Webhooks (ER 11).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Which subscriptions get an event.
    FanOut {
        /// All of them.
        All = "all",
        /// The oldest one.
        First = "first",
    }
}

section! {
    /// Webhooks.
    Hook = "er.hook" {
        /// Which subscriptions get an event. Source: public: webhooks.
        fan_out: FanOut = FanOut::All;
        /// A new subscription gets the events of the last hour. Source: public: webhooks.
        backfill: bool = false;
        /// Status 200 alone is not enough. Source: public: webhooks.
        ack_needs_body: bool = true;
        /// Every 2xx with the right body is an acknowledgement. Source: public: webhooks.
        ack_any_2xx: bool = false;
        /// Only events of cards of the same key. Source: public: webhooks.
        card_scope: bool = true;
        /// Pauses before attempts 2 to 6. Source: decided.
        retry_delays_ms: Vec<String> =
            ["30000", "300000", "1800000", "7200000", "21600000"].map(str::to_owned).to_vec();
        /// Real time a receiver has to answer. Source: decided.
        timeout_ms: i64 = 5000, 1..=60_000;
        /// Only https urls. Source: decided.
        require_https: bool = false;
    }
}

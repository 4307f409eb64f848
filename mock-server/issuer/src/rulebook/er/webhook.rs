//! Webhooks (ER 11).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Subscriptions that get an event.
    FanOut {
        /// All subscriptions.
        All = "all",
        /// The oldest subscription only.
        First = "first",
    }
}

section! {
    /// Rules for webhooks.
    Hook = "er.hook" {
        /// Subscriptions that get an event. Source: public: webhooks.
        fan_out: FanOut = FanOut::All;
        /// A new subscription gets the events of the last hour. Source: public: webhooks.
        backfill: bool = false;
        /// Status 200 acknowledges a delivery only together with the right body. Source: public:
        /// webhooks.
        ack_needs_body: bool = true;
        /// Every 2xx status with the right body acknowledges a delivery. Source: public: webhooks.
        ack_any_2xx: bool = false;
        /// A subscription gets only events of cards that its own API key made. Source: public:
        /// webhooks.
        card_scope: bool = true;
        /// Pauses before attempts 2 to 6, in milliseconds. Source: decided.
        retry_delays_ms: Vec<String> =
            ["30000", "300000", "1800000", "7200000", "21600000"].map(str::to_owned).to_vec();
        /// Real time that a receiver has to answer, in milliseconds. Source: decided.
        timeout_ms: i64 = 5000, 1..=60_000;
        /// Only https URLs can subscribe. Source: decided.
        require_https: bool = false;
    }
}

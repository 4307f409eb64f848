//! Orders: issuing, topping up, freezing (ER 8.6, 8.11 to 8.14, 9).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Rounding of a fee to two digits.
    Rounding {
        /// Half away from zero.
        HalfUp = "half_up",
        /// Half to the even digit.
        HalfEven = "half_even",
        /// Down.
        Down = "down",
    }
}

section! {
    /// Rules for issuing cards.
    Issue = "er.issue" {
        /// Issuing needs a cardholder whose registration is active and whose KYC is approved.
        /// Source: decided.
        require_active_cardholder: bool = true;
        /// Cardholder and product must have the same subprovider. Source: decided.
        check_subprovider: bool = true;
        /// Failed provider attempts after which an issue order fails. Source: decided.
        max_attempts: i64 = 3, 1..=100;
        /// Pause before a provider attempt is repeated, in milliseconds. Source: decided.
        retry_delay_ms: i64 = 0, 0..=86_400_000;
        /// A failed issue order is refunded in full. Source: decided.
        refund_on_failure: bool = true;
    }
}

section! {
    /// Rules for orders of every kind.
    Order = "er.order" {
        /// Time between two steps of an order, in milliseconds. Source: decided.
        step_ms: i64 = 0, 0..=86_400_000;
    }
}

section! {
    /// Rules for topping up.
    Topup = "er.topup" {
        /// Rounding of a fee to two digits. Source: decided.
        rounding: Rounding = Rounding::HalfUp;
        /// A top-up of exactly the minimum or the maximum is allowed. Source: decided.
        limits_inclusive: bool = true;
        /// Failed provider attempts after which a top-up order fails. Source: decided.
        max_attempts: i64 = 3, 1..=100;
        /// Pause before a provider attempt is repeated, in milliseconds. Source: decided.
        retry_delay_ms: i64 = 0, 0..=86_400_000;
        /// A failed top-up order is refunded in full. Source: decided.
        refund_on_failure: bool = true;
        /// Time after `topup_attempts_exceeded` during which new top-ups of that card are refused,
        /// in milliseconds. Source: decided.
        cooldown_ms: i64 = 60_000, 0..=86_400_000;
    }
}

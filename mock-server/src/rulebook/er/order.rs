//! Orders: issuing, topping up, freezing (ER 8.6, 8.11 to 8.14, 9).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// How a fee is rounded to two digits.
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
    /// Issuing cards.
    Issue = "er.issue" {
        /// Issuing needs registration active and KYC approved. Source: decided.
        require_active_cardholder: bool = true;
        /// Cardholder and product must have the same subprovider. Source: decided.
        check_subprovider: bool = true;
        /// Failed provider attempts after which an issue order fails. Source: decided.
        max_attempts: i64 = 3, 1..=100;
        /// Pause before a provider attempt is repeated. Source: decided.
        retry_delay_ms: i64 = 0, 0..=86_400_000;
        /// A failed issue order is refunded in full. Source: decided.
        refund_on_failure: bool = true;
    }
}

section! {
    /// Orders.
    Order = "er.order" {
        /// Time between two steps of an order. Source: decided.
        step_ms: i64 = 0, 0..=86_400_000;
    }
}

section! {
    /// Topping up.
    Topup = "er.topup" {
        /// Rounding of a fee to two digits. Source: decided.
        rounding: Rounding = Rounding::HalfUp;
        /// Exactly the minimum and the maximum are allowed. Source: decided.
        limits_inclusive: bool = true;
        /// Failed provider attempts after which a top-up order fails. Source: decided.
        max_attempts: i64 = 3, 1..=100;
        /// Pause before a provider attempt is repeated. Source: decided.
        retry_delay_ms: i64 = 0, 0..=86_400_000;
        /// A failed top-up order is refunded in full. Source: decided.
        refund_on_failure: bool = true;
        /// After `topup_attempts_exceeded` new top-ups of that card are refused so long. Source:
        /// decided.
        cooldown_ms: i64 = 60_000, 0..=86_400_000;
    }
}

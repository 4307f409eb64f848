//! Disputes (MC 11).

use crate::rulebook::section::section;

section! {
    /// Rules for disputes.
    Dispute = "mc.dispute" {
        /// Part of the disputed amount that is credited at once, in percent, rounded down to a
        /// minor unit. Source: decided.
        provisional_percent: i64 = 100, 0..=100;
        /// A lost case takes the credit back. Source: decided.
        lost_takes_back: bool = true;
        /// A won case leaves the credit on the card. Source: decided.
        won_keeps: bool = true;
        /// A canceled case takes the credit back. Source: decided.
        cancel_takes_back: bool = true;
        /// The amount is limited by what was settled. Source: decided.
        checks_amount: bool = true;
        /// Refunded money cannot be disputed. Source: decided.
        counts_refunds: bool = true;
        /// A dispute on a terminated card credits the card. Source: decided.
        credits_terminated: bool = false;
        /// One open case per authorization. Source: decided.
        one_open: bool = true;
        /// Closed cases can be canceled. Source: decided.
        cancel_after_close: bool = false;
        /// Time after the last settlement in which a dispute can be opened, in milliseconds.
        /// Source: decided.
        window_ms: i64 = 10_368_000_000, 0..=315_360_000_000;
    }
}

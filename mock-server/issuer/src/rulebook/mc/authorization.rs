//! Authorizations, settlements and reversals (MC 10).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Picture of a hold in the balance of a card (AMB-MC-03).
    BalanceDisplay {
        /// The available amount is what can be spent.
        AvailableDrops = "available_drops",
        /// The available amount stays; what can be spent is that without what is held.
        SeparateHold = "separate_hold",
    }
}

section! {
    /// Rules for authorizations.
    Authorize = "mc.authorize" {
        /// Statuses in which a card spends. Source: decided.
        spend_states: Vec<String> = ["active"].map(String::from).to_vec();
        /// A decline for the status of the card names the status; else it is `card_not_active`.
        /// Source: decided.
        status_reasons: bool = true;
        /// A call may order the reason of its decline. Source: decided.
        honours_forced_decline: bool = true;
        /// Blocked merchant categories decline. Source: decided.
        enforce_mcc: bool = true;
        /// Funds are looked at before every other reason. Source: decided.
        funds_first: bool = false;
        /// Picture of a hold in the balance (AMB-MC-03). Source: managed-cards: Authorize card
        /// transaction.
        balance_display: BalanceDisplay = BalanceDisplay::AvailableDrops;
        /// Life of an authorization, in milliseconds. Source: decided.
        ttl_ms: i64 = 604_800_000, 1..=31_536_000_000;
    }
}

section! {
    /// Rules for settlements.
    Settle = "mc.settle" {
        /// A settlement may leave the rest on hold; else every one is final. Source: decided.
        honours_final: bool = true;
        /// Merchant categories that may settle more than was authorized. Source: decided.
        over_mccs: Vec<String> = ["5812", "5813", "5814", "7011", "4121"].map(String::from).to_vec();
        /// Part that they may settle beyond the authorization, in percent of it. Source: decided.
        over_tolerance_percent: i64 = 20, 0..=1000;
        /// Every merchant may settle any excess that the card can pay. Source: decided.
        over_allowed_everywhere: bool = false;
        /// Expired authorizations can be settled. Source: decided.
        allows_expired: bool = false;
    }
}

section! {
    /// Rules for reversals.
    Reverse = "mc.reverse" {
        /// Any reversal releases everything. Source: decided.
        partial_closes: bool = false;
        /// A reversal above the hold reverses the hold. Source: decided.
        clamps: bool = false;
    }
}

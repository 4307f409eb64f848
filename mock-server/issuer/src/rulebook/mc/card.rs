//! Cards, the partner that issues them, and the end of a card (MC 7 to 9).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// Status of a card after a block is lifted.
    UnblockTo {
        /// The card can be used at once.
        Active = "active",
        /// The caller has to unfreeze it.
        Frozen = "frozen",
    }
}

choice! {
    /// Status of a card that the failing adapter makes.
    FailingCreate {
        /// The partner refuses at once.
        Failed = "failed",
        /// The partner never answers.
        Pending = "pending",
    }
}

choice! {
    /// Status of a card that was never active and is rejected.
    RejectTo {
        /// Final.
        Failed = "failed",
        /// Can be unblocked.
        Blocked = "blocked",
    }
}

choice! {
    /// Receiver of money that an authorization releases after the end of its card.
    ReleaseTo {
        /// The linked wallet.
        Wallet = "wallet",
        /// The card.
        Card = "card",
    }
}

section! {
    /// Rules for managed cards.
    Cards = "mc.card" {
        /// Cards are made only of programs that are enabled. Source: decided.
        create_checks_enabled: bool = true;
        /// Only verified users get cards. Source: decided.
        requires_verification: bool = true;
        /// Most live cards of one user and program, where the program says no number of its own.
        /// Source: decided.
        max_per_program: i64 = 5, 0..=1_000_000;
        /// Time from the making of a card to its expiry month, in months. Source: decided.
        validity_months: i64 = 36, 0..=600;
        /// Cards expire after their last valid month. Source: decided.
        expires: bool = true;
        /// Status of a card after a block is lifted. Source: decided.
        unblock_to: UnblockTo = UnblockTo::Active;
        /// Unfreezing works on a blocked card too. Source: decided.
        unfreeze_lifts_block: bool = false;
        /// The money of an expired card cannot be withdrawn. Source: decided.
        expired_keeps_money: bool = false;
    }
}

section! {
    /// Rules for adapters.
    Adapter = "mc.adapter" {
        /// Delay of the delayed adapter, in milliseconds. Source: decided.
        delay_ms: i64 = 30_000, 0..=31_536_000_000;
        /// Status of a card that the failing adapter makes. Source: decided.
        failing_create: FailingCreate = FailingCreate::Failed;
        /// Status of a card that was never active and is rejected. Source: decided.
        review_reject_to: RejectTo = RejectTo::Failed;
        /// A creation may name the adapter that acts. Source: decided.
        request_override_on_create: bool = true;
    }
}

section! {
    /// Rules for freezing.
    Freeze = "mc.freeze" {
        /// Freezing gives open holds back. Source: decided.
        releases_holds: bool = false;
    }
}

section! {
    /// Rules for terminating.
    Terminate = "mc.terminate" {
        /// The available amount goes to the wallet. Source: decided.
        sweeps: bool = true;
        /// Receiver of what an authorization releases later. Source: decided.
        release_to: ReleaseTo = ReleaseTo::Wallet;
        /// An open provisional credit stops a termination. Source: decided.
        checks_disputes: bool = true;
        /// Fundings under way fail. Source: decided.
        fails_fundings: bool = true;
        /// A negative balance stops a termination. Source: decided.
        checks_negative: bool = true;
    }
}

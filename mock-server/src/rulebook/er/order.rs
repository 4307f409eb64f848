//! Orders: issuing, topping up, freezing (ER 8.6, 8.11 to 8.14, 9).

use crate::rulebook::{section::section, value::choice};

choice! {
    /// When the master balance is charged.
    ChargeAt {
        /// When the order is made.
        Creation = "creation",
        /// When it completes.
        Completion = "completion",
    }
}

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

choice! {
    /// What is compared with the master balance.
    FundsCheck {
        /// Amount and fee.
        Total = "total",
        /// The amount alone.
        Amount = "amount",
    }
}

choice! {
    /// What reaches the card.
    Credit {
        /// The amount.
        Amount = "amount",
        /// The amount less the fee.
        AmountMinusFee = "amount_minus_fee",
    }
}

choice! {
    /// What becomes of freezing a frozen card or unfreezing an active one.
    SameState {
        /// It is refused.
        Refuse = "refuse",
        /// It is an order like any other.
        Accept = "accept",
    }
}

section! {
    /// Issuing cards.
    Issue = "er.issue" {
        /// Issuing needs registration active and KYC approved. Source: decided.
        require_active_cardholder: bool = true;
        /// Cardholder and product must have the same subprovider. Source: decided.
        check_subprovider: bool = true;
        /// The initial amount is checked against its limits. Source: decided.
        check_initial_limits: bool = true;
        /// When the master balance is charged for a card. Source: public: card-issue.
        charge_at: ChargeAt = ChargeAt::Creation;
        /// No fee on the initial top-up. Source: decided.
        waive_initial_topup_fee: bool = false;
        /// Free-issue products skip the initial top-up. Source: public: status-models.
        free_skips_topup: bool = true;
        /// Failed provider attempts after which an issue order fails. Source: decided.
        max_attempts: i64 = 3, 1..=100;
        /// Pause before a provider attempt is repeated. Source: decided.
        retry_delay_ms: i64 = 0, 0..=86_400_000;
        /// A failed issue order is refunded in full. Source: decided.
        refund_on_failure: bool = true;
        /// Issue orders pass `activating` instead of `processing`. Source: decided.
        use_activating: bool = false;
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
        /// What reaches the card. Source: decided.
        credit: Credit = Credit::Amount;
        /// When the master balance is charged for a top-up. Source: public: card-topup.
        charge_at: ChargeAt = ChargeAt::Creation;
        /// Rounding of a fee to two digits. Source: decided.
        rounding: Rounding = Rounding::HalfUp;
        /// Exactly the minimum and the maximum are allowed. Source: decided.
        limits_inclusive: bool = true;
        /// A currency other than the card's is refused. Source: public: card-topup.
        check_currency: bool = true;
        /// Broken pricing is refused. Source: public: card-topup.
        check_pricing: bool = true;
        /// JSON numbers, zero and more than two digits are taken (rounded). Source: decided.
        lenient_amounts: bool = false;
        /// What is compared with the master balance. Source: public: card-topup.
        funds_check: FundsCheck = FundsCheck::Total;
        /// Failed provider attempts after which a top-up order fails. Source: decided.
        max_attempts: i64 = 3, 1..=100;
        /// Pause before a provider attempt is repeated. Source: decided.
        retry_delay_ms: i64 = 0, 0..=86_400_000;
        /// A failed top-up order is refunded in full. Source: decided.
        refund_on_failure: bool = true;
        /// After `topup_attempts_exceeded` new top-ups of that card are refused so long. Source:
        /// decided.
        cooldown_ms: i64 = 60_000, 0..=86_400_000;
        /// The order that activates a waiting card passes `activating`. Source: decided.
        use_activating: bool = true;
        /// Top-up orders go from `provider_in_progress` straight to completed. Source: decided.
        skip_verification: bool = false;
    }
}

section! {
    /// Freezing and unfreezing.
    Freeze = "er.freeze" {
        /// Freezing a frozen card, unfreezing an active one. Source: decided.
        same_state: SameState = SameState::Refuse;
    }
}

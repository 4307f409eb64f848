//! Balances (PG 10.1, 10.4).

use super::{section::section, value::choice};

choice! {
    /// Answer of `cardBalance` for a card the caller does not have (AMB-PG-02).
    UnknownCard {
        /// `success: false`, `Card not found`, for both.
        Envelope = "envelope",
        /// 403 for both.
        Forbidden = "forbidden",
        /// The envelope for an id nobody has, 403 for another partner's card.
        Split = "split",
    }
}

choice! {
    /// Unit of an amount.
    Unit {
        /// US dollars.
        Usd = "usd",
        /// US cents.
        Cents = "cents",
    }
}

choice! {
    /// What is taken off `creditLimit`.
    SpendingPart {
        /// Authorized, not settled.
        Pending = "pending",
        /// Settled.
        Posted = "posted",
    }
}

section! {
    /// What a balance shows.
    Balance = "balance" {
        /// Answer for a card the caller does not have (AMB-PG-02). Source: partner-card-api:
        /// Verify your setup; Error Reference.
        unknown_card: UnknownCard = UnknownCard::Envelope;
        /// Unit of the Float fields. Source: in-app-funding: Card Balance.
        unit: Unit = Unit::Usd;
        /// What is taken off `creditLimit` to get `spendingPower`. Source: in-app-funding: Card
        /// Balance.
        spending_power_uses: Vec<SpendingPart> = vec![SpendingPart::Pending, SpendingPart::Posted];
        /// `balanceDue` counts pending charges. Source: in-app-funding: Card Balance.
        due_includes_pending: bool = false;
    }
}

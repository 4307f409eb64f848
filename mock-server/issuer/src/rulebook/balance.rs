//! Balances of cards (PG 10.1, 10.4).

use super::{section::section, value::choice};

choice! {
    /// Answer of `cardBalance` for a card the caller does not have (AMB-PG-02).
    UnknownCard {
        /// `success: false`, `Card not found`, both for an id nobody has and for another partner's
        /// card.
        Envelope = "envelope",
        /// 403, both for an id nobody has and for another partner's card.
        Forbidden = "forbidden",
        /// `success: false` for an id nobody has, 403 for another partner's card.
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
    /// A sum that is subtracted from `creditLimit`.
    SpendingPart {
        /// Amounts authorized and not yet settled.
        Pending = "pending",
        /// Amounts settled.
        Posted = "posted",
    }
}

section! {
    /// Rules for the balance of a card.
    Balance = "balance" {
        /// Answer for a card the caller does not have (AMB-PG-02). Source: partner-card-api:
        /// Verify your setup; Error Reference.
        unknown_card: UnknownCard = UnknownCard::Envelope;
        /// Unit of the Float fields of a balance. Source: in-app-funding: Card Balance.
        unit: Unit = Unit::Usd;
        /// Sums that are subtracted from `creditLimit` to get `spendingPower`. Source:
        /// in-app-funding: Card Balance.
        spending_power_uses: Vec<SpendingPart> = vec![SpendingPart::Pending, SpendingPart::Posted];
        /// Purchases beyond `spendingPower` are declined. Source: in-app-funding: Balance Fields.
        enforce: bool = true;
        /// Credit limit when the collateral is worth less, in cents. Source: in-app-funding: Balance
        /// Fields.
        floor_cents: i64 = 0, 0..=100_000_000;
        /// `balanceDue` counts pending charges. Source: in-app-funding: Card Balance.
        due_includes_pending: bool = false;
    }
}

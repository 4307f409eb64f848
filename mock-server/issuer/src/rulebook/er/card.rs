//! Cards, their balances and transactions, and the master wallet (ER 8.7 to 8.10, 8.15).

use crate::{money::decimal, rulebook::section::section};

section! {
    /// Rules for reading cards.
    Cards = "er.card" {
        /// Answers also have the older names: `project_user_id`, `card_product_id`,
        /// `subprovider_id` (cards) and `project_user_id` (cardholders). Source: public:
        /// release-note.
        legacy_fields: bool = true;
    }
}

section! {
    /// Rules for card balances.
    Balance = "er.balance" {
        /// A provider-error fault on `/cards/balance` gives the cached balance instead of 502.
        /// Source: public: release-note.
        cache_on_provider_error: bool = true;
    }
}

section! {
    /// Rules for card transactions.
    Transactions = "er.txs" {
        /// `limit` of a request that names none. Source: decided.
        default_limit: i64 = 50, 1..=1000;
        /// Greatest `limit`. Source: decided.
        max_limit: i64 = 100, 1..=1000;
    }
}

section! {
    /// Rules for the master wallet.
    Wallet = "er.wallet" {
        /// Fee taken off every deposit, in US dollars. Source: decided.
        deposit_fee: String = "0.00".to_owned();
        /// Time from deposit to credit, in milliseconds. Source: decided.
        deposit_confirm_ms: i64 = 0, 0..=31_536_000_000;
    }
}

impl Wallet {
    /// Fee taken off every deposit, in millionths of a dollar; 0 when the rule is not a positive
    /// number.
    pub fn fee_micros(&self) -> i64 {
        decimal::units(&self.deposit_fee, 6).unwrap_or(0)
    }
}

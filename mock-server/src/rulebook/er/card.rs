//! Reading products, cards, balances, transactions and the master wallet (ER 8.3, 8.7 to 8.10, 8.15).

use crate::rulebook::section::section;

section! {
    /// The list of products.
    Products = "er.products" {
        /// Inactive products are listed, with `is_active` false. Source: decided.
        list_inactive: bool = true;
    }
}

section! {
    /// Reading cards.
    Cards = "er.card" {
        /// Also `project_user_id`, `card_product_id`, `subprovider_id` (cards) and `project_user_id`
        /// (cardholders). Source: public: release-note.
        legacy_fields: bool = true;
        /// An optional `external_user_id` is compared with the owner. Source: decided.
        check_owner_on_read: bool = true;
    }
}

section! {
    /// Number, CVV and expiry.
    Details = "er.details" {
        /// Details only of active and frozen cards. Source: decided.
        need_live_card: bool = true;
    }
}

section! {
    /// Card balances.
    Balance = "er.balance" {
        /// A provider-error fault on `/cards/balance` gives the cached balance instead of 502.
        /// Source: public: release-note.
        cache_on_provider_error: bool = true;
        /// `/cards/balance` leaves authorizations out. Source: decided.
        ignores_spending: bool = false;
    }
}

section! {
    /// Card transactions.
    Transactions = "er.txs" {
        /// The newest transaction comes first. Source: decided.
        newest_first: bool = true;
        /// limit and skip have an effect. Source: public: release-note.
        paging: bool = true;
        /// slug has an effect. Source: public: release-note.
        filter: bool = true;
        /// limit when absent. Source: decided.
        default_limit: i64 = 50, 1..=1000;
        /// Greatest limit. Source: decided.
        max_limit: i64 = 100, 1..=1000;
    }
}

section! {
    /// The master wallet.
    Wallet = "er.wallet" {
        /// A confirmed deposit raises the master balance. Source: envelope-rest: Workflow pages.
        deposit_credits: bool = true;
        /// Taken off every deposit. Source: decided.
        deposit_fee: String = "0.00".to_owned();
        /// Time from deposit to credit. Source: decided.
        deposit_confirm_ms: i64 = 0, 0..=31_536_000_000;
    }
}

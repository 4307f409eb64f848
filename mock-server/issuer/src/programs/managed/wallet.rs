//! Wallets: the money of a user in one currency (MC 12). Balances are in the ledger.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    currency::Currency,
    ids::{UserId, WalletId},
};
use crate::collections::Row;

/// A wallet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wallet {
    /// Internal id.
    pub id: WalletId,
    /// `wal_…`.
    pub reference: String,
    /// The owner.
    pub user: UserId,
    /// The currency.
    pub currency: Currency,
    /// The instant at which the wallet was made.
    pub created_at: Timestamp,
    /// The instant of the last change of a balance.
    pub updated_at: Timestamp,
}

impl Row for Wallet {
    type Id = WalletId;
    const TRACKED: bool = true;
}

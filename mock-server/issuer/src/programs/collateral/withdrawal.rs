//! Withdrawals of collateral (AG 5.14).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CardUserId, WalletId, WithdrawalId},
    token::TokenId,
};
use crate::{collections::Row, money::Units};

/// Collateral that went back to its owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Internal id.
    pub id: WithdrawalId,
    /// The person.
    pub user: CardUserId,
    /// The token, which has one chain.
    pub token: TokenId,
    /// The amount, in smallest units.
    pub amount: Units,
    /// The wallet that got it; none when it went to the address of the application.
    pub wallet: Option<WalletId>,
    /// The address that got it.
    pub address: String,
    /// Hash of the transaction, `0x` and 64 hex digits.
    pub transaction_hash: String,
    /// The instant of the withdrawal.
    pub created_at: Timestamp,
}

impl Row for Withdrawal {
    type Id = WithdrawalId;
}

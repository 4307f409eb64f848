//! Deposits of collateral (PG 10.2, SB 5.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{CardUserId, DepositId};
use crate::{
    collections::Row,
    money::{Cents, Confirmation, DepositStatus},
};

/// A transfer to a deposit address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deposit {
    /// Internal id.
    pub id: DepositId,
    /// Whose address was paid.
    pub user: CardUserId,
    /// The address.
    pub address: String,
    /// Which chain.
    pub chain_id: i32,
    /// Which token, by its symbol.
    pub token_symbol: String,
    /// The token's contract.
    pub token_address: String,
    /// How much is credited; amounts below a cent are dust.
    pub amount: Cents,
    /// What is left below a cent, in millionths of a dollar.
    pub dust_micros: i64,
    /// Whether the address takes this asset.
    pub credited: bool,
    /// Hash of the transfer.
    pub transaction_hash: String,
    /// How far it is.
    pub status: DepositStatus,
    /// Whether the confirmation comes by itself, and after which time.
    pub confirm: Confirmation,
    /// When it was received.
    pub received_at: Option<Timestamp>,
    /// When the money was credited; a deposit is credited once, whatever the rules are meanwhile.
    pub credited_at: Option<Timestamp>,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
}

impl Row for Deposit {
    type Id = DepositId;
}

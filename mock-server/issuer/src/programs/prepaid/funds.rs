//! Deposits of USDT (ER 8.16, SB 5.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Prepaid,
    ids::FundsId,
    ledger::{Account, CEILING},
};
use crate::{
    collections::Row,
    money::{DepositStatus, Micros},
};

/// A transfer to an address of a project or a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Funds {
    /// Internal id.
    pub id: FundsId,
    /// The account that gets the money.
    pub to: Account,
    /// The amount, in millionths of a dollar.
    pub amount: Micros,
    /// The asset.
    pub asset: String,
    /// The address takes this asset.
    pub credited: bool,
    /// The state.
    pub status: DepositStatus,
    /// The instant of the receipt.
    pub created_at: Timestamp,
    /// The instant of the confirmation.
    pub confirmed_at: Option<Timestamp>,
}

impl Row for Funds {
    type Id = FundsId;
    const TRACKED: bool = true;
}

impl Prepaid {
    /// The most that can still be paid in, over all addresses, in millionths: what waits for its
    /// confirmation and what is not credited count too.
    pub fn room_for_deposits(&self) -> Micros {
        let paid_in = self.funds.iter().map(|row| row.amount).fold(0, Micros::saturating_add);
        CEILING - paid_in
    }
}

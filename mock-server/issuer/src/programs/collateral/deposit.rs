//! Deposits of collateral (PG 10.2, AG 5.13, SB 5.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CardUserId, DepositId},
    token::TokenId,
};
use crate::{
    collections::Row,
    money::{Cents, Confirmation, DepositStatus, Micros, Units, WIDE_CENT, WideMicros},
};

/// A transfer to a deposit address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deposit {
    /// Internal id.
    pub id: DepositId,
    /// The card user whose address was paid.
    pub user: CardUserId,
    /// The address.
    pub address: String,
    /// The chain.
    pub chain_id: i32,
    /// The symbol of the token.
    pub token_symbol: String,
    /// The token, where the token table has it.
    pub token: Option<TokenId>,
    /// The token's contract.
    pub token_address: String,
    /// The amount, in smallest units of a token with six decimals.
    pub units: Units,
    /// The amount in whole cents; what is below a cent is dust.
    pub amount: Cents,
    /// The dust, in millionths of a dollar.
    pub dust_micros: Micros,
    /// The address takes this asset: the money is credited, sooner or later.
    pub credited: bool,
    /// Hash of the transfer.
    pub transaction_hash: String,
    /// The state.
    pub status: DepositStatus,
    /// The way to the confirmation.
    pub confirm: Confirmation,
    /// A signature is active for a while after the receipt, which holds withdrawals up (AG 5.14).
    pub leaves_signature: bool,
    /// The instant of the receipt.
    pub received_at: Option<Timestamp>,
    /// The instant of the credit; a deposit is credited once, whatever the rules are meanwhile.
    pub credited_at: Option<Timestamp>,
    /// The instant of the confirmation.
    pub confirmed_at: Option<Timestamp>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
}

impl Deposit {
    /// The amount in millionths of a dollar.
    pub fn micros(&self) -> WideMicros {
        WideMicros::from(self.amount) * WIDE_CENT + WideMicros::from(self.dust_micros)
    }

    /// The cents for which the account keeps room until the deposit is credited.
    pub fn expected(&self) -> Cents {
        self.amount + Cents::from(self.dust_micros > 0)
    }
}

impl Row for Deposit {
    type Id = DepositId;
    const TRACKED: bool = true;
}

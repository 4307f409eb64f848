//! Executed swaps (AG 5.12).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ids::{DepositId, QuoteId, SwapId},
    quote::Payee,
    token::TokenId,
};
use crate::{collections::Row, money::Units, rulebook::SwapStatus};

/// The execution of a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Swap {
    /// Internal id.
    pub id: SwapId,
    /// The quote.
    pub quote: QuoteId,
    /// Hash of the transaction, `0x` and 64 hex digits.
    pub transaction_hash: String,
    /// The status in the answer of the execution.
    pub status: SwapStatus,
    /// The receiver of the output.
    pub payee: Payee,
    /// The token that comes in.
    pub token: TokenId,
    /// The output, in smallest units.
    pub output: Units,
    /// The deposit that it pays for; none when the output goes elsewhere than to a card.
    pub deposit: Option<DepositId>,
    /// The instant of the execution.
    pub executed_at: Timestamp,
    /// The instant at which the output arrived.
    pub arrived_at: Option<Timestamp>,
}

impl Row for Swap {
    type Id = SwapId;
}

//! Swap quotes (AG 5.12, 6.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CardUserId, QuoteId, SwapId, WalletId},
    token::TokenId,
};
use crate::{
    collections::Row,
    money::{Micros, Units},
    rulebook::SwapProvider,
};

/// An offer to swap an amount of a wallet, good until it expires or is executed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Internal id, `quoteId`.
    pub id: QuoteId,
    /// The in-app user to whom it was given; none when the back office asked.
    pub user: Option<CardUserId>,
    /// The wallet that pays.
    pub wallet: WalletId,
    /// The receiver of the output.
    pub payee: Payee,
    /// The amounts, as offered; as executed once it was.
    pub terms: Terms,
    /// The providers that were asked, in order.
    pub queried: Vec<SwapProvider>,
    /// The first instant at which it can no longer be executed.
    pub expires_at: Timestamp,
    /// The execution, once there was one.
    pub executed: Option<SwapId>,
    /// The instant at which it was given.
    pub created_at: Timestamp,
}

impl Row for Quote {
    type Id = QuoteId;
}

impl Quote {
    /// The state at `now`, `open`, `executed` or `expired`.
    pub fn state(&self, now: Timestamp) -> &'static str {
        match self.executed {
            Some(_) => "executed",
            None if now >= self.expires_at => "expired",
            None => "open",
        }
    }
}

/// The amounts of a swap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The token that goes out.
    pub from: TokenId,
    /// The token that comes in.
    pub to: TokenId,
    /// The provider with the largest output.
    pub provider: SwapProvider,
    /// The amount that goes out, fee included.
    pub amount: Units,
    /// The provider's fee in 1/10000; nothing for a plain transfer.
    pub fee_bps: u32,
    /// The fee, in the token that goes out.
    pub fee: Units,
    /// The output that is expected.
    pub expected: Units,
    /// The least output with which the swap is still executed.
    pub minimum: Units,
    /// The value of what goes out, in millionths of a dollar.
    pub value_in: Micros,
    /// The value of what comes in, in millionths of a dollar.
    pub value_out: Micros,
    /// Seconds until the output arrives, 2 within a chain and 12 across.
    pub fill_seconds: i32,
}

impl Terms {
    /// Tells whether the swap goes from one chain to another.
    pub fn is_cross_chain(&self) -> bool {
        self.from.token().chain_id != self.to.token().chain_id
    }

    /// The part of the value that is lost on the way, in 1/10000, rounded down.
    pub fn impact_bps(&self) -> i64 {
        let lost = i128::from(self.value_in) - i128::from(self.value_out);
        i64::try_from(lost * 10_000 / i128::from(self.value_in.max(1))).unwrap_or_default()
    }
}

/// The receiver of the output of a swap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payee {
    /// A wallet of the world.
    Wallet(WalletId),
    /// The collateral address of a person.
    Collateral(CardUserId),
    /// An address outside of the world.
    Outside(String),
}

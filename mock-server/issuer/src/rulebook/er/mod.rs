//! Rules of the encrypted-envelope surface (ER 15), one file per part of its contract.

mod card;
mod cardholder;
mod envelope;
mod idempotency;
mod order;
mod reading;
mod time;
mod webhook;

use serde::{Deserialize, Serialize};

use super::section::group;

pub use card::{Balance, Cards, Transactions, Wallet};
pub use cardholder::{Holder, KycLevel, KycOutcome, Review};
pub use envelope::{Base64Form, Env, Errors, Transport};
pub use idempotency::Idem;
pub use order::{Issue, Order, Rounding, Topup};
pub use reading::{
    BalanceShape, CardholderPer, FreezeAnswer, HookPayload, MissingKey, Place, PlainBody, Reading,
    ReplayFuture, UserField,
};
pub use time::{Replay, SlotPart, Stamp};
pub use webhook::{FanOut, Hook};

group! {
    /// All rules of ER.
    Er {
        /// Requests before their envelope is opened.
        transport: Transport,
        /// Envelopes.
        env: Env,
        /// Standard errors.
        error: Errors,
        /// The request timestamp.
        ts: Stamp,
        /// Replay protection.
        replay: Replay,
        /// Idempotency keys.
        idem: Idem,
        /// Making cardholders.
        holder: Holder,
        /// KYC review of cardholders.
        kyc: Review,
        /// Issuing cards.
        issue: Issue,
        /// Orders.
        order: Order,
        /// Topping up.
        topup: Topup,
        /// Reading cards.
        card: Cards,
        /// Card balances.
        balance: Balance,
        /// Card transactions.
        txs: Transactions,
        /// The master wallet.
        wallet: Wallet,
        /// Webhooks.
        hook: Hook,
        /// Readings of what the documents leave open.
        amb: Reading,
    }
}

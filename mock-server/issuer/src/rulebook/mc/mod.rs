//! Rules of the managed cards surface (MC).

mod authorization;
mod card;
mod dispute;
mod funding;
mod token;
mod transport;
mod webhook;

use serde::{Deserialize, Serialize};

use super::section::group;
pub use authorization::{Authorize, BalanceDisplay, Reverse, Settle};
pub use card::{Adapter, Cards, FailingCreate, Freeze, RejectTo, ReleaseTo, Terminate, UnblockTo};
pub use dispute::Dispute;
pub use funding::{Fund, Money, Withdraw};
pub use token::Token;
pub use transport::{
    Errors, GetContentType, Idempotency, Market, MissingSlash, Page, Programs, Rate, RateScope,
    UnknownFields,
};
pub use webhook::{AuthorizationCreatedOn, Hook, LogPath, TimestampClock, WalletDebitedOn};

group! {
    /// All rules of MC.
    Mc {
        /// Tokens.
        token: Token,
        /// The list of programs.
        programs: Programs,
        /// Cards.
        card: Cards,
        /// Adapters, which play the issuing partner.
        adapter: Adapter,
        /// Amounts.
        money: Money,
        /// Funding.
        fund: Fund,
        /// Withdrawals.
        withdraw: Withdraw,
        /// Freezing.
        freeze: Freeze,
        /// Terminating.
        terminate: Terminate,
        /// Authorizations.
        authorize: Authorize,
        /// Settlements.
        settle: Settle,
        /// Reversals.
        reverse: Reverse,
        /// Disputes.
        dispute: Dispute,
        /// Webhooks.
        hook: Hook,
        /// Rate limits.
        rate: Rate,
        /// Idempotency keys.
        idempotency: Idempotency,
        /// Pages of lists.
        page: Page,
        /// Requests that are refused before any operation.
        error: Errors,
    }
}

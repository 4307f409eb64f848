//! Access to a world: credentials, accepted requests, encryption sessions, tokens of users, answers
//! under idempotency keys.
//!
//! All of it is part of the world's value and of its snapshots. Credentials and sessions are
//! replayed and compared; accepted requests are not ([`Claims`] says why).

mod claim;
mod claims;
mod credential;
mod holder;
mod kept_answers;
mod managed_users;
mod nonce;
mod published;
mod recent_digests;
mod session;
mod spent_tokens;
mod user_tokens;
mod webhook_secrets;

use serde::{Deserialize, Serialize};

pub use claim::{AlreadyClaimed, Claim};
pub use claims::Claims;
pub use credential::{Credential, Credentials, Environment, KeyFault, Principal};
pub use holder::Holder;
pub use kept_answers::{KeptAnswer, KeptAnswers};
pub use nonce::Nonce;
pub use session::{Session, SessionFault, Sessions};
pub use spent_tokens::SpentTokens;
pub use user_tokens::{TokenVariant, USUAL_TTL};

/// Everything by which callers of a world are let in and told apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// Tokens and secrets of partners and projects.
    pub credentials: Credentials,
    /// Accepted requests that may not be repeated yet. Not part of the state that replay
    /// reproduces.
    pub claims: Claims,
    /// Encryption sessions.
    pub sessions: Sessions,
    /// Refresh tokens that were exchanged and are not taken again.
    pub spent_tokens: SpentTokens,
    /// Answers that come again under the same idempotency key.
    pub kept_answers: KeptAnswers,
}

impl Access {
    /// True when two worlds have the same credentials, sessions, tokens and answers, whatever
    /// accepted requests they remember.
    pub fn same_state(&self, other: &Self) -> bool {
        let Self { credentials, claims: _, sessions, spent_tokens, kept_answers } = self;
        *credentials == other.credentials
            && *sessions == other.sessions
            && *spent_tokens == other.spent_tokens
            && *kept_answers == other.kept_answers
    }
}

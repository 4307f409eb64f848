//! Access to a world: credentials, accepted requests, encryption sessions.
//!
//! All of it is part of the world's value and of its snapshots. Credentials and sessions are
//! replayed and compared; accepted requests are not ([`Claims`] says why).

mod claim;
mod claims;
mod credential;
mod holder;
mod nonce;
mod published;
mod recent_digests;
mod session;
mod user_tokens;

use serde::{Deserialize, Serialize};

pub use claim::{AlreadyClaimed, Claim};
pub use claims::Claims;
pub use credential::{Credential, Credentials, Environment, KeyFault, Principal};
pub use holder::Holder;
pub use nonce::Nonce;
pub use session::{Session, SessionFault, Sessions};
pub use user_tokens::{TokenVariant, USUAL_TTL};

/// Credentials, accepted requests and encryption sessions of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// Tokens and secrets of partners and projects.
    pub credentials: Credentials,
    /// Accepted requests that may not be repeated yet. Not part of the state that replay
    /// reproduces.
    pub claims: Claims,
    /// Encryption sessions.
    pub sessions: Sessions,
}

impl Access {
    /// True when two worlds have the same credentials and sessions, whatever accepted requests they
    /// remember.
    pub fn same_state(&self, other: &Self) -> bool {
        self.credentials == other.credentials && self.sessions == other.sessions
    }
}

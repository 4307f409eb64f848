//! Who may come in and what was seen of them: credentials, nonces, encryption sessions.
//!
//! All of it is part of the world's value and snapshotted with it. Credentials and sessions are
//! replayed and compared; what is remembered of accepted requests is not ([`Claims`] says why).

mod credential;
mod holder;
mod nonce;
mod session;

use serde::{Deserialize, Serialize};

pub use credential::{Credential, Credentials, Environment, KeyFault, Principal};
pub use holder::Holder;
pub use nonce::{Claim, Claims, Nonce, Seen};
pub use session::{Session, SessionFault, Sessions};

/// The door of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// Tokens and secrets of partners and projects.
    pub credentials: Credentials,
    /// Accepted requests that may not come again yet. Not part of what replay reproduces.
    pub claims: Claims,
    /// Encryption sessions.
    pub sessions: Sessions,
}

impl Access {
    /// Whether two worlds let the same people in, whatever they remember of requests.
    pub fn same_state(&self, other: &Self) -> bool {
        self.credentials == other.credentials && self.sessions == other.sessions
    }
}

//! Who may come in and what was seen of them: credentials, nonces, encryption sessions.
//!
//! All of it is part of the world's value: it is snapshotted, replayed and compared.

mod credential;
mod holder;
mod nonce;
mod session;
mod slot;

use serde::{Deserialize, Serialize};

pub use credential::{Credential, Credentials, Environment, KeyFault, Principal};
pub use holder::Holder;
pub use nonce::{Nonce, Nonces};
pub use session::{Session, SessionFault, Sessions};
pub use slot::Slots;

/// The door of a world.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// Tokens and secrets of partners and projects.
    pub credentials: Credentials,
    /// Accepted requests that are still remembered.
    pub nonces: Nonces,
    /// Requests of projects that may not come again yet.
    pub slots: Slots,
    /// Encryption sessions.
    pub sessions: Sessions,
}

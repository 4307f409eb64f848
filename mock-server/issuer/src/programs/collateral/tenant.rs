//! Owners of things of the program.

use super::ids::{CardUserId, PartnerId};

/// The owner of things of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenant {
    /// A partner: everything of its customer organizations is its own (PG 5).
    Partner(PartnerId),
    /// A person with a login in the app: only what that person holds is its own (AG 3).
    User(CardUserId),
}

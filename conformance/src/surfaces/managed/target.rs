//! The managed cards surface of a target: where it is, who calls it, and how the target writes what
//! no source gives.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

pub use super::{
    dialect::{Dialect, Staff},
    pointer::Pointer,
};

/// The managed cards surface of a target: address, callers, dialect and known things.
#[derive(Debug, Clone, Default)]
pub struct ManagedSurface {
    /// The address that paths such as `/cards/api/v1/programs/` begin at.
    pub url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// The caller who acts (foreign targets only).
    pub primary: Option<Credential>,
    /// Another caller (foreign targets only).
    pub second: Option<Credential>,
    /// Paths, bodies and places in answers; absent where only what a source names is known.
    pub dialect: Option<Dialect>,
    /// Things that exist already.
    pub known: Known,
}

/// The credential that opens the surface to a caller.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// The fields of a login, by the target's names: `username`, `password`.
    Login(BTreeMap<String, String>),
    /// A user JWT that is there already, on a target that gives none for a login.
    Token(String),
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Login(fields) => formatter.debug_tuple("Login").field(&fields.len()).finish(),
            Self::Token(_) => formatter.debug_tuple("Token").finish_non_exhaustive(),
        }
    }
}

/// Things of the first caller that exist already on a target without a back office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// A program that cards can be made of; the first one that is listed where none is named.
    pub program: Option<String>,
    /// A card that is active.
    pub card: Option<String>,
}

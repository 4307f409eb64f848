//! The tokens of a caller (MC 5): a pair of an access and a refresh token.

use serde_json::Value;

use crate::{
    drivers::in_app::token::claim,
    surfaces::managed::target::{Dialect, Pointer},
};

/// A pair of tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    /// The token that opens the surface.
    pub access: String,
    /// The token that buys another one; `None` where an answer shows none.
    pub refresh: Option<String>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tokens").finish_non_exhaustive()
    }
}

impl Tokens {
    /// The tokens that the answer to a login or a refresh shows; `None` without an access token.
    pub fn shown(dialect: &Dialect, json: &Value) -> Option<Self> {
        let text = |pointer| dialect.find(json, pointer)?.as_str().map(str::to_owned);
        Some(Self { access: text(Pointer::Access)?, refresh: text(Pointer::Refresh) })
    }

    /// True when the access token has come to its end at `now`, in seconds; a token that does not
    /// tell never has.
    pub fn have_ended(&self, now: i64) -> bool {
        claim(&self.access, "exp").and_then(|end| end.as_i64()).is_some_and(|end| end <= now)
    }
}

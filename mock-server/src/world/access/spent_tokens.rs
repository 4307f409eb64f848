//! Refresh tokens that were exchanged (MC 5): each is taken once.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

/// Exchanged refresh tokens by their ids (`jti`). Their number is bounded by the journal, which has a
/// record of every exchange.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpentTokens {
    /// End of each token, in seconds since 1970.
    ends: OrdMap<String, i64>,
}

/// Number of tokens beyond which those that have expired are forgotten.
const TIDY: usize = 1_000;

impl SpentTokens {
    /// True when the token with this id was exchanged.
    pub fn holds(&self, id: &str) -> bool {
        self.ends.contains_key(id)
    }

    /// Remembers an exchanged token until its end, in seconds since 1970. From [`TIDY`] tokens on,
    /// those that have ended before `now` are forgotten: they are refused for that.
    pub(in crate::world) fn add(&mut self, id: String, end: i64, now: i64) {
        if self.ends.len() >= TIDY {
            let lives = |(id, end): (&String, &i64)| (*end >= now).then(|| (id.clone(), *end));
            self.ends = self.ends.iter().filter_map(lives).collect();
        }
        self.ends.insert(id, end);
    }
}

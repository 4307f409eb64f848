//! Claim of a request on its own identity (PG 3.4, ER 4.2).

use jiff::{SignedDuration, Timestamp};

use super::Nonce;
use crate::rulebook::Rulebook;

/// Claim of a request on its own identity: while it is held, the same request is not accepted
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A claim held for the replay window after the request was accepted (PG 3.4).
    Nonce {
        /// Digest that identifies the request.
        digest: Nonce,
        /// Time of acceptance, by the clock for nonces (SB 4.4).
        at: Timestamp,
    },
    /// A claim held until a time of its own (ER 4.2).
    Slot {
        /// Digest that identifies the request.
        digest: Nonce,
        /// Time of acceptance, by the clock for slots (SB 4.4).
        at: Timestamp,
        /// Last instant at which the claim is held.
        until: Timestamp,
    },
}

impl Claim {
    /// Digest that identifies the request.
    pub fn digest(&self) -> Nonce {
        match self {
            Self::Nonce { digest, .. } | Self::Slot { digest, .. } => *digest,
        }
    }

    /// Last instant at which the claim is held.
    pub fn until(&self, rules: &Rulebook) -> Timestamp {
        match self {
            Self::Nonce { at, .. } => later(*at, rules.auth.replay_window_ms),
            Self::Slot { until, .. } => *until,
        }
    }
}

/// Refusal: the request was accepted before, and its claim is still held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlreadyClaimed;

fn later(instant: Timestamp, ms: i64) -> Timestamp {
    instant.checked_add(SignedDuration::from_millis(ms)).unwrap_or(Timestamp::MAX)
}

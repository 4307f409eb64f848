//! Using up a request's tuple (PG 3.4).

use serde::{Deserialize, Serialize};

use super::{Act, Moment, World};
use crate::world::access::Nonce;

/// Remembers a request, unless it was seen before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeNonce {
    /// What identifies it.
    pub nonce: Nonce,
    /// The instant by which nonces are judged (SB 4.4).
    pub at: jiff::Timestamp,
}

/// The request was accepted before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen;

impl TakeNonce {
    pub(super) const NAME: &'static str = "nonce.take";
}

impl Act for TakeNonce {
    type Plan = ();
    type Done = ();
    type Refusal = Seen;

    fn check(&self, world: &World, _: &Moment) -> Result<(), Seen> {
        let window = world.rules.auth.replay_window_ms;
        let seen = world.access.nonces.remembers(&self.nonce, self.at, window);
        if seen && world.rules.replay.enabled { Err(Seen) } else { Ok(()) }
    }

    fn apply(&self, (): (), world: &mut World, _: &Moment) {
        let window = world.rules.auth.replay_window_ms;
        world.access.nonces.take(self.nonce, self.at, window);
    }
}

//! Using up a request's slot (ER 4.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Act, Moment, Seen, World};
use crate::world::access::Nonce;

/// Remembers a request until its end, unless it is remembered already.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeSlot {
    /// What identifies it.
    pub slot: Nonce,
    /// The instant by which slots are judged (SB 4.4).
    pub at: Timestamp,
    /// Its end, which still counts.
    pub until: Timestamp,
}

impl TakeSlot {
    pub(super) const NAME: &'static str = "slot.take";
}

impl Act for TakeSlot {
    type Plan = ();
    type Done = ();
    type Refusal = Seen;

    fn check(&self, world: &World, _: &Moment) -> Result<(), Seen> {
        if world.access.slots.holds(&self.slot, self.at) { Err(Seen) } else { Ok(()) }
    }

    fn apply(&self, (): (), world: &mut World, _: &Moment) {
        world.access.slots.take(self.slot, self.at, self.until);
    }
}

//! The beginning of a fork (SB 14).

use std::convert::Infallible;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};

/// Begins the own life of a fork (`POST …/fork`): a running clock goes on from the time of the
/// command.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BeginFork {
    /// Real time, so that a replay sets a running clock as it was set.
    pub real: Timestamp,
}

impl BeginFork {
    pub(super) const NAME: &'static str = "fork";
}

impl Change for BeginFork {
    type Plan = ();
    type Done = ();
    type Refusal = Infallible;

    fn check(&self, _: &World, _: &CommandContext) -> Result<(), Infallible> {
        Ok(())
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        world.clock = world.clock.showing(context.now, self.real);
    }
}

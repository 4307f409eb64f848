//! Commands that move world time (SB 4.1, 4.2). Time goes forward only.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::{
    register::Repeat,
    world::{Clock, clock},
};

/// Sets the clock (`PUT …/clock`). The instants are world times that were computed from real time
/// once, so that a replay sets the same offset.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetClock {
    /// New clock.
    pub clock: Clock,
    /// World time that it shows now.
    pub now: Timestamp,
}

/// Reason why time was not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// Time would go back.
    #[error("world time does not go back")]
    Backwards {
        /// Present world time.
        now: Timestamp,
    },
    /// Time would be before 2000 or after 2100.
    #[error("world time stays between 2000 and 2100")]
    Range,
    /// No effect is scheduled, so there is no next one.
    #[error("nothing is scheduled")]
    NothingScheduled,
}

impl SetClock {
    pub(super) const NAME: &'static str = "clock.set";
}

impl Change for SetClock {
    type Plan = ();
    type Done = ();
    type Refusal = ClockFault;

    fn check(&self, world: &World, context: &CommandContext) -> Result<(), ClockFault> {
        forward(world, context.now, self.now)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.clock = self.clock;
    }
}

/// Advances time (`POST …/clock/advance`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Advance {
    /// Goal of the advance.
    pub to: Target,
}

/// Goal of an advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// By this number of microseconds.
    By(i64),
    /// To an instant.
    To(Timestamp),
    /// To the due time of the next effect.
    Next,
}

impl Advance {
    pub(super) const NAME: &'static str = "clock.advance";
}

impl Change for Advance {
    type Plan = Timestamp;
    /// World time afterwards; the caller fires the effects that are due then.
    type Done = Timestamp;
    type Refusal = ClockFault;

    fn check(&self, world: &World, context: &CommandContext) -> Result<Timestamp, ClockFault> {
        let to = match self.to {
            Target::By(us) => {
                let to = context.now.checked_add(SignedDuration::from_micros(us));
                to.map_err(|_| ClockFault::Range)?
            }
            Target::To(to) => to,
            // Effects that are due earlier belong to a move in progress.
            Target::Next => {
                let mut later = world.timeline.iter().filter(|(at, _)| *at >= context.now);
                later.next().ok_or(ClockFault::NothingScheduled)?.0
            }
        };
        forward(world, context.now, to)?;
        Ok(to)
    }

    fn apply(&self, to: Timestamp, world: &mut World, context: &CommandContext) -> Timestamp {
        world.clock = match world.clock {
            Clock::Frozen { .. } => Clock::Frozen { at: to },
            Clock::Running { offset_us } => {
                let by = to.as_microsecond() - context.now.as_microsecond();
                Clock::Running { offset_us: offset_us + by }
            }
        };
        to
    }
}

fn forward(world: &World, now: Timestamp, to: Timestamp) -> Result<(), ClockFault> {
    if to < now && world.deviations.repeat("clock.check") != Some(Repeat::Lost) {
        return Err(ClockFault::Backwards { now });
    }
    if clock::in_range(to) { Ok(()) } else { Err(ClockFault::Range) }
}

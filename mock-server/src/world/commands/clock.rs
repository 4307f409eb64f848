//! Moving time (SB 4.1, 4.2). Time goes forward only.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Act, CommandContext, World};
use crate::world::{Clock, clock};

/// Another way of going (`PUT …/clock`). The instants are world times; `real` is what the
/// machine's clock showed, so that a replay sets the same offset.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetClock {
    /// The clock from now on.
    pub clock: Clock,
    /// What it shows now.
    pub now: Timestamp,
}

/// Why time was not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// It would go back.
    #[error("world time does not go back")]
    Backwards {
        /// Where the world is.
        now: Timestamp,
    },
    /// Before 2000 or after 2100.
    #[error("world time stays between 2000 and 2100")]
    Range,
    /// There is no next effect.
    #[error("nothing is scheduled")]
    NothingScheduled,
}

impl SetClock {
    pub(super) const NAME: &'static str = "clock.set";
}

impl Act for SetClock {
    type Plan = ();
    type Done = ();
    type Refusal = ClockFault;

    fn check(&self, _: &World, context: &CommandContext) -> Result<(), ClockFault> {
        forward(context.now, self.now)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.clock = self.clock;
    }
}

/// Moves time on (`POST …/clock/advance`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Advance {
    /// Where to.
    pub to: Target,
}

/// Where to move time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// So many microseconds on.
    By(i64),
    /// To an instant.
    To(Timestamp),
    /// To the due time of the next effect.
    Next,
}

impl Advance {
    pub(super) const NAME: &'static str = "clock.advance";
}

impl Act for Advance {
    type Plan = Timestamp;
    /// World time afterwards; what is due there is settled by the caller.
    type Done = Timestamp;
    type Refusal = ClockFault;

    fn check(&self, world: &World, context: &CommandContext) -> Result<Timestamp, ClockFault> {
        let to = match self.to {
            Target::By(us) => {
                let to = context.now.checked_add(SignedDuration::from_micros(us));
                to.map_err(|_| ClockFault::Range)?
            }
            Target::To(to) => to,
            // What is due before belongs to a move that is under way.
            Target::Next => {
                let mut later = world.timeline.iter().filter(|(at, _)| *at >= context.now);
                later.next().ok_or(ClockFault::NothingScheduled)?.0
            }
        };
        forward(context.now, to)?;
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

fn forward(now: Timestamp, to: Timestamp) -> Result<(), ClockFault> {
    if to < now {
        return Err(ClockFault::Backwards { now });
    }
    if clock::in_range(to) { Ok(()) } else { Err(ClockFault::Range) }
}

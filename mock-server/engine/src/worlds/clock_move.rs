//! Moves of world time that take real time, because receivers get their webhooks on the way (SB
//! 4.2).
//!
//! The end of a move is fixed at once, in one step under the world's lock and counted from the end
//! of earlier moves, so that concurrent moves add up. World time then advances step by step.

use jiff::{SignedDuration, Timestamp};

use super::{Handle, handle::State};
use crate::world::{
    Change, Clock, CommandContext, Denied, EFFECTS_A_SPAN, Fired,
    commands::{Advance, ClockFault, Target},
    journal::Unavailable,
};

/// A move of world time.
#[derive(Debug)]
pub struct ClockMove {
    /// World time before the move.
    pub from: Timestamp,
    /// Clock after the move.
    goal: Clock,
    /// Number of effects that have fired.
    fired: usize,
    has_begun: bool,
}

/// One step of a move.
#[derive(Debug)]
pub struct ClockStep {
    /// Effects that fired.
    pub fired: Vec<Fired>,
    /// True when the move has ended.
    pub is_last: bool,
    /// True when the move ended early, because the limit of effects for one move was reached.
    pub is_cut: bool,
}

impl Handle {
    /// Fixes the end of a move; nothing moves yet.
    pub fn begin_move(&self, to: Target) -> Result<ClockMove, ClockFault> {
        self.locked(|state| {
            self.settled(state);
            let clock = state.after_moves();
            let from = self.shown(clock);
            let context = CommandContext::ops(from, "clock.advance");
            let to = Advance { to }.check(&state.world, &context)?;
            let goal = clock.moved(to.as_microsecond() - from.as_microsecond());
            state.goal = Some(goal);
            Ok(ClockMove { from, goal, fired: 0, has_begun: false })
        })
    }

    /// World time at the end of the moves in progress.
    pub fn after_moves(&self) -> Timestamp {
        self.locked(|state| {
            self.settled(state);
            self.shown(state.after_moves())
        })
    }

    /// Advances to the next effect if `stopping`, else to the end. An error when the journal
    /// refuses the move.
    pub fn step(
        &self,
        clock_move: &mut ClockMove,
        stopping: bool,
    ) -> Result<ClockStep, Unavailable> {
        self.locked(|state| {
            let (now, mut fired) = self.settled(state);
            let left = clock_move.goal.ahead_of(state.world.clock).max(0);
            if left == 0 && clock_move.has_begun {
                return Ok(ClockStep { fired, is_last: true, is_cut: false });
            }
            // A full journal refuses a new move, but finishes one that has begun.
            let context = CommandContext::ops(now, "clock.advance");
            let context = if clock_move.has_begun { context.continuing() } else { context };
            clock_move.has_begun = true;
            // Effects that effects will schedule are not known yet; they count when they fire.
            let room = EFFECTS_A_SPAN.saturating_sub(clock_move.fired + fired.len()).max(1);
            let next = if stopping { 0 } else { room - 1 };
            let stop = state
                .world
                .timeline
                .iter()
                .nth(next)
                .map(|(at, _)| (at.as_microsecond() - now.as_microsecond()).max(0));
            let by = stop.map_or(left, |stop| stop.min(left));
            let before = state.world.clock;
            let moved = state.act(&context, &Advance { to: Target::By(by) });
            if let Err(Denied::Unavailable(error)) = moved {
                state.goal = None;
                return Err(error);
            }
            fired.extend(self.settled(state).1);
            clock_move.fired += fired.len();
            let is_cut = clock_move.fired >= EFFECTS_A_SPAN;
            // A deviation may keep the clock from moving; nobody waits for it.
            let is_stuck = by > 0 && state.world.clock == before;
            if is_cut || is_stuck {
                state.goal = None;
            }
            Ok(ClockStep { fired, is_last: by == left || is_cut || is_stuck, is_cut })
        })
    }

    /// World time by a clock; for a running clock never less than a time that was seen before.
    fn shown(&self, clock: Clock) -> Timestamp {
        let now = clock.at(self.real_now());
        match clock {
            Clock::Running { .. } => now.max(self.latest()),
            Clock::Frozen { .. } => now,
        }
    }
}

impl State {
    /// True while a move is in progress.
    pub(super) fn is_moving(&self) -> bool {
        self.after_moves() != self.world.clock
    }

    /// Clock at the end of the moves in progress.
    fn after_moves(&self) -> Clock {
        let clock = self.world.clock;
        self.goal.filter(|goal| goal.ahead_of(clock) > 0).unwrap_or(clock)
    }
}

impl Clock {
    /// Microseconds by which this clock is ahead of another one of the same kind (running or
    /// frozen); 0 for another kind, because then the clock has been set since.
    fn ahead_of(self, other: Self) -> i64 {
        match (self, other) {
            (Self::Running { offset_us }, Self::Running { offset_us: other }) => offset_us - other,
            (Self::Frozen { at }, Self::Frozen { at: other }) => {
                at.as_microsecond() - other.as_microsecond()
            }
            (Self::Running { .. }, Self::Frozen { .. })
            | (Self::Frozen { .. }, Self::Running { .. }) => 0,
        }
    }

    /// The clock `by_us` microseconds later.
    fn moved(self, by_us: i64) -> Self {
        match self {
            Self::Running { offset_us } => Self::Running { offset_us: offset_us + by_us },
            Self::Frozen { at } => {
                let by = SignedDuration::from_micros(by_us);
                Self::Frozen { at: at.checked_add(by).unwrap_or(at) }
            }
        }
    }
}

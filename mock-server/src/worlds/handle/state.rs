//! State of a running world, which one lock guards, and steps that nobody can come between.

use jiff::Timestamp;

use super::{told::Told, versions::Watched};
use crate::world::{Act, Clock, CommandContext, Denied, Journal, World, clock::real_now};

pub(in crate::worlds) struct State {
    pub(in crate::worlds) world: World,
    pub(super) journal: Journal,
    /// Clock at the end of all moves of time in progress.
    pub(in crate::worlds) goal: Option<Clock>,
    /// Versions of the world, once somebody watches it.
    pub(super) watched: Option<Watched>,
    /// What the feed of the world knows; none of a world that has no feed.
    pub(super) told: Option<Told>,
}

impl State {
    /// The state of a world whose clock is not moved, which nobody watches and which has no feed.
    pub(super) fn new(world: World, journal: Journal) -> Self {
        Self { world, journal, goal: None, watched: None, told: None }
    }

    /// Runs a command on the world.
    pub(in crate::worlds) fn act<A: Act>(
        &mut self,
        context: &CommandContext,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        let began = self.told.as_ref().and_then(|told| told.metrics()).map(|_| real_now());
        let done = self.world.act(&mut self.journal, context, command);
        if let Some((told, began)) = self.told.as_ref().zip(began) {
            told.count_command(began, matches!(done, Err(Denied::Unavailable(_))));
        }
        self.note(context.now);
        done
    }

    /// Notes for those who watch the world that everything has fired that was due.
    pub(super) fn clock_settled(&mut self, now: Timestamp) {
        if let Some(watched) = &mut self.watched {
            watched.settled(&self.world, now);
        }
    }

    /// Tells the feed what is new in the world.
    pub(super) fn tell(&mut self) {
        if let Some(told) = &mut self.told {
            told.tell(&self.world, self.journal.len());
        }
    }

    /// Notes the present version of the world for those who watch it.
    pub(super) fn note(&mut self, at: Timestamp) {
        if let Some(watched) = &mut self.watched {
            watched.note(&self.world, at);
        }
    }
}

/// Several commands in one step on a world. They continue work that has begun, so a full journal
/// does not refuse them: the result of an attempt must be recorded, or the attempt would be
/// repeated for ever.
pub struct Transaction<'a> {
    pub(super) state: &'a mut State,
    /// World time; everything that is due has fired.
    pub now: Timestamp,
}

impl Transaction<'_> {
    /// Runs one command, as the back office.
    pub fn act<A: Act>(
        &mut self,
        operation: &str,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        self.state.act(&CommandContext::ops(self.now, operation).continuing(), command)
    }

    /// The world in its present state.
    pub fn world(&self) -> &World {
        &self.state.world
    }
}

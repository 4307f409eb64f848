//! State of a running world, which one lock guards, and steps that nobody can come between.

use jiff::Timestamp;

use super::{told::Told, versions::Watched};
use crate::world::{
    Act, Clock, CommandContext, CreateWorld, Denied, Fired, Journal, Resumed, World,
    clock::real_now,
    journal::{Kind, Receipt, RequestEnd, Unavailable},
};

pub(in crate::worlds) struct State {
    pub(in crate::worlds) world: World,
    pub(in crate::worlds) journal: Journal,
    /// Function with which the world is made again of its records; none of a world whose records are
    /// stored at once, or not at all.
    pub(super) remade_by: Option<CreateWorld>,
    /// Clock at the end of all moves of time in progress.
    pub(in crate::worlds) goal: Option<Clock>,
    /// Versions of the world, once somebody watches it.
    pub(super) watched: Option<Watched>,
    /// State of the feed of the world; none of a world that has no feed.
    pub(super) told: Option<Told>,
    /// Instant at which world time stands for everybody while a request runs.
    pub(super) still: Option<Timestamp>,
    /// True when the world was brought back to an earlier state, and its time with it.
    pub(super) is_taken_back: bool,
    /// The world before the request that is being answered, if it might be needed again.
    before: Option<World>,
}

impl State {
    /// The state of a world whose clock is not moved, which nobody watches and which has no feed.
    pub(super) fn new(world: World, journal: Journal) -> Self {
        Self {
            world,
            journal,
            remade_by: None,
            goal: None,
            watched: None,
            told: None,
            still: None,
            is_taken_back: false,
            before: None,
        }
    }

    /// The state of a world that has this feed.
    pub(super) fn telling(self, told: Told) -> Self {
        Self { told: Some(told), ..self }
    }

    /// Runs a command on the world. Everything that is due at its instant fires first, unless it
    /// joins others, so that a replay fires it at the same place.
    pub(in crate::worlds) fn act<A: Act>(
        &mut self,
        context: &CommandContext,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        if !context.joins {
            self.fire(context.now);
        }
        // Now, because afterwards the command has the next number.
        let _ = self.journal.pay();
        self.world.history.belong_to(self.journal.len());
        if self.journal.may_fail() {
            self.before = Some(self.world.clone());
        }
        let began = self.told.as_ref().and_then(|told| told.metrics()).map(|_| real_now());
        let done = self.world.act(&mut self.journal, context, command);
        if let Some((told, began)) = self.told.as_ref().zip(began) {
            told.count_command(began, matches!(done, Err(Denied::Unavailable(_))));
        }
        self.note(context.now);
        done
    }

    /// Fires what is due at `now`, and notes it in the journal and for those who watch.
    pub(super) fn fire(&mut self, now: Timestamp) -> Vec<Fired> {
        let Self { world, watched, .. } = self;
        let fired = world.settle_each(now, |world, at| {
            if let Some(watched) = watched {
                watched.note(world, at);
            }
        });
        if let Some(told) = &self.told {
            told.count_effects(&fired);
        }
        for effect in &fired {
            // Evidence only: replay fires it again by itself.
            let _ = self.journal.note_fired(effect);
        }
        fired
    }

    /// Begins the record of a request.
    pub(super) fn open(&mut self, kind: Option<Kind>) {
        self.before = None;
        self.journal.open(kind);
    }

    /// Stores the record of a request and lets time go on. After an error the world is what it was
    /// before the request.
    pub(super) fn close(&mut self, end: Option<RequestEnd>) -> Result<Receipt, Unavailable> {
        self.still = None;
        let before = self.before.take();
        match self.journal.close(&self.world, end) {
            Ok(()) => Ok(self.journal.receipt()),
            Err(why) => {
                if let Some(watched) = &mut self.watched {
                    watched.forget();
                }
                match before {
                    Some(before) => {
                        self.world = before;
                        self.goal = None;
                        self.is_taken_back = true;
                    }
                    None => self.make_again(),
                }
                Err(why)
            }
        }
    }

    /// Takes back what was recorded and turned out not to be stored.
    pub(super) fn mend(&mut self) {
        if self.journal.drop_lost() {
            self.make_again();
        }
    }

    /// Makes the world again of its records.
    fn make_again(&mut self) {
        let Some(create) = self.remade_by else { return };
        let records = self.journal.lines().records();
        match World::resumed(&records, create) {
            Ok(Resumed { mut world, owed }) => {
                world.deviations.keep_hits(&self.world.deviations);
                self.world = world;
                self.journal.go_on_behind(&records, owed);
                self.is_taken_back = true;
            }
            // The journal is what this world wrote, so this is a defect; the world stays as it is.
            Err(error) => {
                let world = &self.world.definition.id;
                tracing::error!(world, %error, "the world cannot be made again of its journal");
            }
        }
        (self.before, self.goal) = (None, None);
        if let Some(watched) = &mut self.watched {
            watched.forget();
            watched.note(&self.world, self.world.time(real_now()));
        }
    }

    /// Notes for those who watch the world that everything has fired that was due.
    pub(super) fn clock_settled(&mut self, now: Timestamp) {
        if let Some(watched) = &mut self.watched {
            watched.settled(&self.world, now);
        }
    }

    /// Tells the feed what is new in the world, and those who watch it. What a request does is told
    /// when its record is taken: until then it may be undone.
    pub(super) fn tell(&mut self) {
        self.tell_versions();
        if let Some(told) = self.told.as_mut().filter(|_| !self.journal.has_begun()) {
            told.tell(&self.world, self.journal.len());
        }
    }

    /// Tells those who watch the world of the versions whose records are taken.
    pub(super) fn tell_versions(&mut self) {
        if let Some(watched) = self.watched.as_mut().filter(|watched| watched.has_waiting())
            && !self.journal.has_begun()
        {
            watched.tell(&self.journal.receipt());
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
        self.state.act(&CommandContext::ops(self.now, operation).continuing().joining(), command)
    }

    /// The world in its present state.
    pub fn world(&self) -> &World {
        &self.state.world
    }
}

//! A running world: its value, its journal and the one function that locks them; beside them, the
//! log of its requests.

mod attempts;
mod conditions;
mod copies;
mod hits;
mod keeping;
mod leftovers;
mod lifetime;
mod limits;
mod making;
mod permit;
mod rate_windows;
mod restore;
mod state;
mod told;
mod versions;

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering},
    },
};

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    log::{Log, RedactionContext},
    metrics::Metrics,
    rulebook::Rulebook,
    world::{
        Act, CommandContext, Definition, Denied, Fired, Record, Seen, World,
        access::{AlreadyClaimed, Claim},
        journal::{Lines, Unavailable},
    },
};
use attempts::AttemptsInFlight;
pub use attempts::{AttemptPermit, HeadStart};
pub use limits::WorldLimits;
pub use permit::RequestPermit;
use rate_windows::RateWindows;
pub use rate_windows::{RateLimit, RateUse};
pub use restore::RestoreError;
pub(super) use state::State;
pub use state::Transaction;
pub use versions::{Version, Versions};

/// A handle on a running world; cheap to clone.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
    /// Instant at which everything through this handle happens, if one was fixed.
    pinned: Option<Timestamp>,
    /// Real time for everything through this handle, if one was fixed.
    real: Option<Timestamp>,
    /// Rules for everything through this handle, if they are other ones than the world's.
    rules: Option<Arc<Rulebook>>,
    /// True when commands through this handle continue work that has begun, and so are not refused
    /// by a full journal.
    continues: bool,
}

struct Shared {
    id: String,
    /// Lock for running one request at a time. A request holds it for as long as it runs; `state`
    /// is locked only for single steps, never across an await.
    permit: Arc<tokio::sync::Mutex<()>>,
    /// Number of requests that wait for the permit.
    waiting: AtomicUsize,
    state: Mutex<State>,
    /// Webhook attempts in flight.
    attempts: Arc<AttemptsInFlight>,
    /// True once the world was deleted, or replaced by another one.
    is_over: AtomicBool,
    /// Latest world time that was seen, in microseconds: a running clock never steps back.
    latest: AtomicI64,
    /// Real time at which it stands for the request of the control plane that runs, in
    /// microseconds; [`NOT_HELD`] while it goes on.
    held: AtomicI64,
    /// Real time of the last use, in microseconds.
    used: AtomicI64,
    /// Number of the world's life, from 1; each reset adds one.
    generation: AtomicU64,
    /// Log of its requests. Not part of the world's value: requests are not replayed.
    log: Arc<Log>,
    /// Secrets of states that the world has left for a snapshot: requests from then are in the log.
    left: Mutex<RedactionContext>,
    /// Calls of each caller in the present window. Not part of the world's value either.
    rates: Mutex<RateWindows>,
    /// Bounds of the world.
    limits: WorldLimits,
    /// Room for further WebSockets.
    sockets: Arc<Semaphore>,
}

/// Value of `held` while real time goes on.
const NOT_HELD: i64 = i64::MIN;

/// Position of a world in its journal and events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Number of records in the journal.
    pub records: u64,
    /// Number of events.
    pub events: u64,
}

impl Handle {
    /// Counters of the server; none of a world that is a copy or is being made.
    pub fn metrics(&self) -> Option<Arc<Metrics>> {
        self.locked(|state| state.told.as_ref()?.metrics().cloned())
    }

    /// Id of the world.
    pub fn id(&self) -> &str {
        &self.shared.id
    }

    /// True when both are handles on one running world, and not on one and its replacement.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// Number of the world's life, from 1; each reset adds one.
    pub fn generation(&self) -> u64 {
        self.shared.generation.load(Ordering::Acquire)
    }

    /// Sets the number of the world's life, for a world that replaces another.
    pub fn set_generation(&self, generation: u64) {
        self.shared.generation.store(generation, Ordering::Release);
    }

    /// The right to one more WebSocket; none when the world has its maximum.
    pub fn socket(&self) -> Option<OwnedSemaphorePermit> {
        self.shared.sockets.clone().try_acquire_owned().ok()
    }

    /// True when the world can have one more WebSocket.
    pub fn has_room_for_socket(&self) -> bool {
        self.shared.sockets.available_permits() > 0
    }

    fn attempts(&self) -> Arc<AttemptsInFlight> {
        self.shared.attempts.clone()
    }

    /// Latest world time that was seen.
    pub(super) fn latest(&self) -> Timestamp {
        let latest = self.shared.latest.load(Ordering::Acquire);
        Timestamp::from_microsecond(latest).unwrap_or(Timestamp::MIN)
    }

    /// World time; everything that is due has fired.
    pub fn now(&self) -> Timestamp {
        self.settle().0
    }

    /// Fires the effects that are due; returns world time and those effects.
    pub fn settle(&self) -> (Timestamp, Vec<Fired>) {
        self.locked(|state| self.settled(state))
    }

    pub(super) fn settled(&self, state: &mut State) -> (Timestamp, Vec<Fired>) {
        if let Some(still) = state.still {
            return (still, Vec::new());
        }
        let now = self.pinned.unwrap_or_else(|| state.world.time(self.real_now()));
        let latest = self.shared.latest.fetch_max(now.as_microsecond(), Ordering::AcqRel);
        let now = now.max(Timestamp::from_microsecond(latest).unwrap_or(now));
        let shadows = state.settled_shadows(now);
        let fired = state.fire(now);
        shadows.compare(&mut state.world);
        state.clock_settled(now);
        (now, fired)
    }

    /// Runs several commands in one step, so that no other request sees the states between them.
    pub fn in_one_step<T>(&self, steps: impl FnOnce(&mut Transaction<'_>) -> T) -> T {
        self.locked(|state| {
            let (now, _) = self.settled(state);
            steps(&mut Transaction { state, now })
        })
    }

    /// Runs a command on the world.
    pub fn act<A: Act>(
        &self,
        context: &CommandContext,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        let continuing = self.continues.then(|| context.clone().continuing());
        let context = continuing.as_ref().unwrap_or(context);
        self.locked(|state| state.act(context, command))
    }

    /// Takes a claim that identifies a request; an error when it is taken already.
    pub fn claim(&self, claim: &Claim) -> Result<(), AlreadyClaimed> {
        let most = self.shared.limits.claims;
        self.locked(|state| {
            let World { access, rules, .. } = &mut state.world;
            access.claims.take(claim, rules, most)
        })
    }

    /// Draws once more for every purpose, as only a deviation does.
    pub fn draw_all(&self) {
        self.locked(|state| state.world.dice.draw_all());
    }

    /// Releases the claim of a request that a limit has refused.
    pub fn release(&self, claim: &Claim) {
        self.locked(|state| state.world.access.claims.release(claim));
    }

    /// Reads the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.locked(|state| look(&state.world))
    }

    /// Counts a request or a delivery to which a deviation made a difference. Not a command, because
    /// it tells about the test suite and not about the world.
    pub fn hit(&self, deviation: &str) {
        self.locked(|state| state.world.deviations.hit(deviation));
    }

    /// Notes the values of answers that deviations refer to.
    pub fn remember(&self, seen: Seen) {
        self.locked(|state| state.world.deviations.remember(seen));
    }

    /// Log of the world's requests.
    pub fn log(&self) -> &Log {
        &self.shared.log
    }

    /// Context for reading the log: the secrets and names by which it is redacted.
    pub fn redaction(&self) -> RedactionContext {
        let now = self.read(RedactionContext::of);
        let left = self.shared.left.lock().unwrap_or_else(PoisonError::into_inner);
        now.with_secrets_of(&left).with_log(self.shared.log.clone())
    }

    /// Present position of the world in its journal and events.
    pub fn position(&self) -> Position {
        self.locked(|state| Position {
            records: state.journal.len(),
            events: state.world.events.len() as u64,
        })
    }

    /// Number of records in the journal.
    pub fn records(&self) -> u64 {
        self.locked(|state| state.journal.len())
    }

    /// Error of a journal or outbox that is full; `Ok` when a command would be accepted now.
    pub fn room(&self) -> Result<(), Unavailable> {
        self.locked(|state| state.journal.room().and_then(|()| state.world.outbox.room()))
    }

    /// Journal so far, as text lines; reading them locks nothing.
    pub fn lines(&self) -> Lines {
        self.locked(|state| state.journal.lines())
    }

    /// Records of the journal so far.
    pub fn journal(&self) -> Vec<Record> {
        self.lines().records()
    }

    /// Definition that the world was made from.
    pub fn definition(&self) -> Definition {
        self.read(|world| Definition::clone(&world.definition))
    }

    /// Lets a world that was brought back to an earlier state show the time of that state, although
    /// its clock never steps back otherwise.
    fn take_back_time(&self, state: &mut State) {
        if mem::take(&mut state.is_taken_back) {
            let shown = state.world.time(self.real_now()).as_microsecond();
            self.shared.latest.store(shown, Ordering::Release);
        }
    }

    /// Locks the world; the only place that does. Nothing is awaited inside, and every step is
    /// short. A panic inside a step is a defect of ours; the next request then finds the world as
    /// the step left it, rather than no world at all.
    pub(super) fn locked<T>(&self, step: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.before_step();
        let usual =
            self.rules.as_ref().map(|own| mem::replace(&mut state.world.rules, own.clone()));
        let done = step(&mut state);
        if let Some(usual) = usual {
            state.world.rules = usual;
        }
        self.after_step(&mut state);
        done
    }

    fn before_step(&self) -> MutexGuard<'_, State> {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.mend();
        self.take_back_time(&mut state);
        state
    }

    fn after_step(&self, state: &mut State) {
        self.take_back_time(state);
        state.tell();
    }
}

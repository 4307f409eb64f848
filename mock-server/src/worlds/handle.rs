//! A running world: its value, its journal, and the only function that locks them; and, beside
//! them, the log of its requests.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering},
};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::OwnedMutexGuard;

use super::attempts::AttemptsInFlight;
use crate::{
    log::{Log, RedactionContext},
    world::{
        Act, Clock, CommandContext, Definition, Denied, Fired, Idle, Journal, Record, World,
        access::{Claim, Seen},
        clock,
        journal::{Limits, Lines, Memory, Unavailable},
    },
};

/// A cheap handle on a running world.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
    /// The instant at which everything through this handle happens, if it was chosen.
    pinned: Option<Timestamp>,
    /// Whether what is done through this handle belongs to something that has begun.
    goes_on: bool,
}

/// How much a world may take up, apart from what it holds (SB 18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Of its journal.
    pub journal: Limits,
    /// How many accepted requests it remembers, so that they are not accepted again.
    pub claims: usize,
}

impl Room {
    /// A million accepted requests: 1,600 a second for the ten minutes that they are remembered.
    pub const CLAIMS: usize = 1_000_000;
}

impl Default for Room {
    fn default() -> Self {
        Self { journal: Limits::default(), claims: Self::CLAIMS }
    }
}

struct Shared {
    id: String,
    /// Requests to one world are applied one after the other. A request holds this for as long as
    /// it runs; the state below is locked only for single steps, never across an await.
    permit: Arc<tokio::sync::Mutex<()>>,
    /// How many requests wait at the permit.
    waiting: AtomicUsize,
    state: Mutex<State>,
    /// The deliveries that are being made.
    wire: Arc<AttemptsInFlight>,
    /// Whether it was deleted, or another world took its place.
    is_over: AtomicBool,
    /// The latest world time that anybody saw, in microseconds: a running clock never steps back.
    latest: AtomicI64,
    /// Real time of the last use, in microseconds.
    used: AtomicI64,
    /// How often the world was reset.
    generation: AtomicU64,
    /// The requests of its clients. No part of its value: they are not replayed.
    log: Arc<Log>,
    /// How many accepted requests it remembers.
    claims: usize,
}

/// How far a world has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// How many records its journal has.
    pub records: u64,
    /// How many events there were.
    pub events: u64,
}

pub(super) struct State {
    pub(super) world: World,
    journal: Journal,
    /// The clock when every move of time that was promised has ended.
    pub(super) goal: Option<Clock>,
}

impl State {
    /// Does something to the world.
    pub(super) fn act<A: Act>(
        &mut self,
        context: &CommandContext,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        self.world.act(&mut self.journal, context, command)
    }
}

/// Does several things to a world in one step: what comes of something that has begun, and is taken
/// though the journal be full. Else an attempt would be made for ever.
pub struct Acts<'a> {
    state: &'a mut State,
    /// World time; everything that is due has fired.
    pub now: Timestamp,
}

impl Acts<'_> {
    /// Does one of them, as the back office.
    pub fn act<A: Act>(
        &mut self,
        operation: &str,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        self.state.act(&CommandContext::ops(self.now, operation).going_on(), command)
    }

    /// The world as it is by now.
    pub fn world(&self) -> &World {
        &self.state.world
    }
}

/// The right to be the one request that runs in a world.
pub struct RequestPermit {
    _guard: OwnedMutexGuard<()>,
}

/// A place in the queue at a permit, given back also when its request is given up.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn behind(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let place = Self(waiting);
        (waiting.fetch_add(1, Ordering::AcqRel) < most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Handle {
    pub(super) fn new(world: World, log: Log, room: Room) -> Result<Self, Unavailable> {
        let journal = Journal::begin(&world, Box::new(Memory::default()), room.journal)?;
        Ok(Self::of(State { world, journal, goal: None }, log, room.claims))
    }

    fn of(state: State, log: Log, claims: usize) -> Self {
        let now = clock::real_now();
        Self {
            shared: Arc::new(Shared {
                id: state.world.definition.id.clone(),
                permit: Arc::default(),
                waiting: AtomicUsize::new(0),
                wire: Arc::default(),
                is_over: AtomicBool::new(false),
                latest: AtomicI64::new(state.world.time(now).as_microsecond()),
                used: AtomicI64::new(now.as_microsecond()),
                generation: AtomicU64::new(1),
                log: Arc::new(log),
                claims,
                state: Mutex::new(state),
            }),
            pinned: None,
            goes_on: false,
        }
    }

    /// A copy of this world with one deviation switched off. Nothing that is done to it is seen
    /// anywhere, nor written down.
    pub fn shadow(&self, without: &str) -> Self {
        let state = self.locked(|state| State {
            world: state.world.without(without),
            journal: state.journal.scratch(),
            goal: None,
        });
        let shadow = Self::of(state, Log::new(0), self.shared.claims);
        shadow.shared.latest.store(self.shared.latest.load(Ordering::Acquire), Ordering::Release);
        Self { goes_on: self.goes_on, ..shadow }
    }

    /// The same world, in which through this handle it is `now`.
    #[must_use]
    pub fn pinned(&self, now: Timestamp) -> Self {
        Self { pinned: Some(now), ..self.clone() }
    }

    /// The same world, in which what is done through this handle is finished whatever limit is
    /// reached meanwhile; that it may begin was found out before.
    #[must_use]
    pub fn going_on(&self) -> Self {
        Self { goes_on: true, ..self.clone() }
    }

    /// The world's id.
    pub fn id(&self) -> &str {
        &self.shared.id
    }

    /// Whether this is the same world as another, and not one that took its place.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// How often the world was reset, from 1.
    pub fn generation(&self) -> u64 {
        self.shared.generation.load(Ordering::Acquire)
    }

    /// Carries the number on to the world that takes this one's place.
    pub fn set_generation(&self, generation: u64) {
        self.shared.generation.store(generation, Ordering::Release);
    }

    /// Waits until this request is the one that runs.
    pub async fn enter(&self) -> RequestPermit {
        self.touch();
        RequestPermit { _guard: self.shared.permit.clone().lock_owned().await }
    }

    /// Waits until this request is the one that runs, unless so many wait already.
    pub async fn enter_behind(&self, most: usize) -> Option<RequestPermit> {
        if let Ok(guard) = self.shared.permit.clone().try_lock_owned() {
            self.touch();
            return Some(RequestPermit { _guard: guard });
        }
        let place = Place::behind(&self.shared.waiting, most)?;
        let permit = self.enter().await;
        drop(place);
        Some(permit)
    }

    /// Whether the world was deleted, or another one took its place.
    pub fn is_over(&self) -> bool {
        self.shared.is_over.load(Ordering::Acquire)
    }

    /// Nothing goes out of it any more.
    pub(super) fn end(&self) {
        self.shared.is_over.store(true, Ordering::Release);
    }

    pub(super) fn wire(&self) -> Arc<AttemptsInFlight> {
        self.shared.wire.clone()
    }

    /// The latest world time that anybody saw.
    pub(super) fn latest(&self) -> Timestamp {
        let latest = self.shared.latest.load(Ordering::Acquire);
        Timestamp::from_microsecond(latest).unwrap_or(Timestamp::MIN)
    }

    /// Counts as use.
    pub fn touch(&self) {
        self.shared.used.store(clock::real_now().as_microsecond(), Ordering::Release);
    }

    /// Whether it never expires, other than the default world, for which that goes without saying.
    pub(super) fn is_eternal(&self) -> bool {
        self.id() != super::DEFAULT && self.read(|world| world.definition.idle == Idle::Never)
    }

    /// When the world expires if nobody uses it, in real time.
    pub fn expires(&self) -> Option<Timestamp> {
        let Idle::For(idle) = self.read(|world| world.definition.idle) else { return None };
        let used = self.shared.used.load(Ordering::Acquire);
        let used = Timestamp::from_microsecond(used).ok()?;
        used.checked_add(SignedDuration::try_from(idle).ok()?).ok()
    }

    /// World time now; everything that is due has fired.
    pub fn now(&self) -> Timestamp {
        self.settle().0
    }

    /// Fires what is due and tells what it was.
    pub fn settle(&self) -> (Timestamp, Vec<Fired>) {
        self.locked(|state| self.settled(state))
    }

    pub(super) fn settled(&self, state: &mut State) -> (Timestamp, Vec<Fired>) {
        let now = self.pinned.unwrap_or_else(|| state.world.time(clock::real_now()));
        let latest = self.shared.latest.fetch_max(now.as_microsecond(), Ordering::AcqRel);
        let now = now.max(Timestamp::from_microsecond(latest).unwrap_or(now));
        let fired = state.world.settle(now);
        for effect in &fired {
            // Evidence only: replay fires it again by itself.
            let _ = state.journal.note_fired(effect);
        }
        (now, fired)
    }

    /// Does several things to the world in one step, so that nobody sees it between them.
    pub fn together<T>(&self, steps: impl FnOnce(&mut Acts<'_>) -> T) -> T {
        self.locked(|state| {
            let (now, _) = self.settled(state);
            steps(&mut Acts { state, now })
        })
    }

    /// Does something to the world.
    pub fn act<A: Act>(
        &self,
        context: &CommandContext,
        command: &A,
    ) -> Result<A::Done, Denied<A::Refusal>> {
        let going_on = self.goes_on.then(|| context.clone().going_on());
        let context = going_on.as_ref().unwrap_or(context);
        self.locked(|state| state.act(context, command))
    }

    /// Uses up what identifies a request, unless that is remembered already.
    pub fn claim(&self, claim: &Claim) -> Result<(), Seen> {
        let most = self.shared.claims;
        self.locked(|state| {
            let World { access, rules, .. } = &mut state.world;
            access.claims.take(claim, rules, most)
        })
    }

    /// Forgets what a request has used up, because a limit refused it.
    pub fn release(&self, claim: &Claim) {
        self.locked(|state| state.world.access.claims.release(claim));
    }

    /// Looks at the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.locked(|state| look(&state.world))
    }

    /// Counts one more request to which a deviation made a difference. Not a command: it is about
    /// the suite, not about the world.
    pub fn hit(&self, deviation: &str) {
        self.locked(|state| state.world.deviations.hit(deviation));
    }

    /// The log of its requests.
    pub fn log(&self) -> &Log {
        &self.shared.log
    }

    /// What it takes to read its log.
    pub fn redaction(&self) -> RedactionContext {
        self.read(RedactionContext::of).with_log(self.shared.log.clone())
    }

    /// How far the world has come.
    pub fn mark(&self) -> Mark {
        self.locked(|state| Mark {
            records: state.journal.len(),
            events: state.world.events.len() as u64,
        })
    }

    /// How many records the journal has.
    pub fn records(&self) -> u64 {
        self.locked(|state| state.journal.len())
    }

    /// Whether the journal would take a command now.
    pub fn room(&self) -> Result<(), Unavailable> {
        self.locked(|state| state.journal.room().and_then(|()| state.world.outbox.room()))
    }

    /// The journal so far, as it is written; nobody waits while it is read.
    pub fn lines(&self) -> Lines {
        self.locked(|state| state.journal.lines())
    }

    /// The records of the journal so far.
    pub fn journal(&self) -> Vec<Record> {
        self.lines().records()
    }

    /// What the world was made from.
    pub fn definition(&self) -> Definition {
        self.read(|world| world.definition.clone())
    }

    /// The one lock of a world, taken here and nowhere else. Nothing is awaited inside; what
    /// happens inside is short. A panic inside a step is a defect of ours, and the next request
    /// finds the world as the step left it rather than no world at all.
    pub(super) fn locked<T>(&self, step: impl FnOnce(&mut State) -> T) -> T {
        step(&mut self.shared.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

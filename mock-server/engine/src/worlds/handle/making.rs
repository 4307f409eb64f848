//! Handles on worlds that begin to run, and the end of one that does not run any more.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicI64, AtomicU64, AtomicUsize, Ordering},
};

use tokio::sync::Semaphore;

use super::{Handle, NOT_HELD, Shared, State, WorldLimits, told::Told};
use crate::{
    log::Log,
    metrics::Metrics,
    world::{
        Journal, Record, World, clock,
        journal::{Memory, Unavailable},
    },
};

impl Handle {
    /// The handle of a new world, whose journal begins here.
    pub(in crate::worlds) fn new(
        world: World,
        log: Log,
        limits: WorldLimits,
    ) -> Result<Self, Unavailable> {
        let journal = Journal::begin(&world, Box::new(Memory::default()), limits.journal)?;
        Ok(Self::running(world, journal, log, limits))
    }

    /// The handle of a world whose changes are counted here.
    pub(in crate::worlds) fn counting(self, metrics: &Arc<Metrics>) -> Self {
        self.locked(|state| {
            if let Some(told) = &mut state.told {
                told.count(metrics.clone(), state.journal.len());
            }
        });
        self
    }

    /// A running world that these records lead to.
    pub(in crate::worlds) fn resumed(
        world: World,
        records: &[Record],
        log: Log,
        limits: WorldLimits,
    ) -> Result<Self, Unavailable> {
        let engine = Box::new(Memory::default());
        let journal = Journal::resume(&world, engine, limits.journal, records)?;
        Ok(Self::running(world, journal, log, limits))
    }

    pub(super) fn running(world: World, journal: Journal, log: Log, limits: WorldLimits) -> Self {
        let told = Told::begin(&world, log.feed().clone());
        Self::of(State::new(world, journal).telling(told), log, limits)
    }

    /// A handle on a world that is being made: its time stands at its birth, and what is done to it
    /// is not journalled.
    pub fn at_birth(world: World) -> Self {
        let (journal, birth) = (Journal::unstored(&world), world.definition.born_at);
        let limits = WorldLimits::default();
        let handle = Self::of(State::new(world, journal), Log::new(0), limits);
        handle.shared.latest.store(birth.as_microsecond(), Ordering::Release);
        handle.pinned(birth)
    }

    /// The world, of which this is the last handle or which is copied.
    pub fn into_world(self) -> World {
        match Arc::try_unwrap(self.shared) {
            Ok(shared) => shared.state.into_inner().unwrap_or_else(PoisonError::into_inner).world,
            Err(shared) => Self::to(shared).read(Clone::clone),
        }
    }

    pub(super) fn of(state: State, log: Log, limits: WorldLimits) -> Self {
        let now = clock::real_now();
        Self::to(Arc::new(Shared {
            id: state.world.definition.id.clone(),
            permit: Arc::default(),
            waiting: AtomicUsize::new(0),
            attempts: Arc::default(),
            is_over: AtomicBool::new(false),
            latest: AtomicI64::new(state.world.time(now).as_microsecond()),
            held: AtomicI64::new(NOT_HELD),
            used: AtomicI64::new(now.as_microsecond()),
            generation: AtomicU64::new(1),
            log: Arc::new(log),
            left: Mutex::default(),
            rates: Mutex::default(),
            sockets: Arc::new(Semaphore::new(limits.sockets.min(Semaphore::MAX_PERMITS))),
            limits,
            state: Mutex::new(state),
        }))
    }

    fn to(shared: Arc<Shared>) -> Self {
        Self { shared, pinned: None, real: None, rules: None, continues: false }
    }
}

//! The running worlds: by id, by credential, and the lock of each.

mod clock_move;
mod elsewhere;
mod failures;
mod handle;
mod map;
mod removal;
mod restoring;
mod tokens;

use std::{
    collections::BTreeSet,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use jiff::Timestamp;

pub use clock_move::{ClockMove, ClockStep};
pub use failures::{MakeError, Missing};
pub use handle::{
    AttemptPermit, Handle, HeadStart, Position, RateLimit, RateUse, RequestPermit, RestoreError,
    Transaction, Version, Versions, WorldLimits,
};
use map::Map;
pub use removal::{RemovalReason, RemovedWorld};
pub use restoring::RestoringError;

use crate::{
    journal_file::{JournalFile, REMEMBERED},
    log::{Log, USUAL_ENTRIES},
    metrics::{GoneLabels, Metrics},
    surface::Surface,
    world::{
        CreateWorld, Definition, Idle, Record, World, clock,
        journal::{Receipt, Unavailable},
    },
};

/// All worlds of a server. The map is locked only to look up or change which worlds there are; a
/// world's state is behind that world's own lock.
#[derive(Clone)]
pub struct Worlds {
    shared: Arc<RwLock<Map>>,
    limit: usize,
    create: CreateWorld,
    /// Number of requests that each log keeps.
    entries: usize,
    /// Bounds of each world's journal and memory.
    limits: WorldLimits,
    /// Time after which an unused world is deleted, unless its definition has another.
    usual_idle: Idle,
    /// Log of requests that belong to no world.
    unrouted: Arc<Log>,
    /// Counters of the server.
    metrics: Arc<Metrics>,
    /// File that keeps the journals; none when they are kept in memory.
    file: Option<JournalFile>,
    /// Ids of the worlds that were found in it at the start.
    found: Arc<BTreeSet<String>>,
}

/// Id of the world that exists from the start and never expires.
pub const DEFAULT: &str = "default";

/// Most worlds that never expire, besides the default one.
const MOST_NEVER_EXPIRING: usize = 100;

impl Worlds {
    /// No worlds yet, and `limit` at most; `create` makes each from its definition.
    pub fn new(limit: usize, create: CreateWorld) -> Self {
        Self {
            shared: Arc::default(),
            limit,
            create,
            entries: USUAL_ENTRIES,
            limits: WorldLimits::default(),
            usual_idle: Idle::For(Duration::from_secs(3600)),
            unrouted: Arc::default(),
            metrics: Arc::default(),
            file: None,
            found: Arc::default(),
        }
    }

    /// Keeps the journals of all worlds in a file.
    #[must_use]
    pub fn kept_in(mut self, file: JournalFile) -> Self {
        self.file = Some(file);
        self
    }

    /// File that keeps the journals.
    pub fn file(&self) -> Option<&JournalFile> {
        self.file.as_ref()
    }

    /// True for a world that was found in the file at the start.
    pub fn was_found(&self, id: &str) -> bool {
        self.found.contains(id)
    }

    /// Receipt for everything that was recorded so far, in all worlds.
    pub fn receipt(&self) -> Receipt {
        self.file.as_ref().map(JournalFile::receipt).unwrap_or_default()
    }

    /// Stores what waits and gives the file free, when the server ends.
    pub fn close(&self) {
        if let Some(file) = &self.file {
            file.close();
        }
    }

    /// Sets the time after which an unused world is deleted, unless its definition has another.
    #[must_use]
    pub fn expiring_after(mut self, idle: Idle) -> Self {
        self.usual_idle = idle;
        self
    }

    /// Time after which an unused world is deleted when its definition has none.
    pub fn usual_idle(&self) -> Idle {
        self.usual_idle
    }

    /// Sets the bounds of each world's journal and memory.
    #[must_use]
    pub fn with_limits(mut self, limits: WorldLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the number of requests that each log keeps.
    #[must_use]
    pub fn with_log_entries(mut self, entries: usize) -> Self {
        self.entries = entries;
        self.unrouted = Arc::new(Log::new(entries).counting(self.metrics.clone()));
        self
    }

    /// Log of requests that belong to no world.
    pub fn unrouted(&self) -> &Log {
        &self.unrouted
    }

    /// Counters of the server.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// Number of worlds that there are.
    pub fn count(&self) -> usize {
        self.reading(|map| map.live.len())
    }

    /// Makes a world that cannot be found until it is admitted. It runs outside the lock, so no
    /// request waits for it.
    pub fn create(&self, definition: Definition) -> Result<Handle, MakeError> {
        let log = Log::new(self.entries).counting(self.metrics.clone());
        Ok(Handle::new((self.create)(definition)?, log, self.limits)?.counting(&self.metrics))
    }

    /// Makes a world that these records lead to, which cannot be found until it is admitted.
    pub fn resume(&self, world: World, records: &[Record]) -> Result<Handle, MakeError> {
        let log = Log::new(self.entries).counting(self.metrics.clone());
        Ok(Handle::resumed(world, records, log, self.limits)?.counting(&self.metrics))
    }

    /// Nothing but one world.
    pub fn of_one(handle: &Handle, create: CreateWorld) -> Self {
        let worlds = Self::new(1, create);
        worlds.changing(|map| map.live.insert(handle.id().to_owned(), handle.clone()));
        worlds
    }

    /// Makes a world findable; its credentials work at once. With `replace`, it takes the place of
    /// a world with the same id; without, such a world is an error.
    pub fn admit(&self, handle: &Handle, replace: bool) -> Result<(), MakeError> {
        let id = handle.id().to_owned();
        tracing::info!(world = id, fixture = ?handle.definition().fixture, "a world is made");
        let never_expires = handle.never_expires();
        self.changing(|map| {
            if !replace && map.live.contains_key(&id) {
                return Err(MakeError::Exists(id.clone()));
            }
            let others = map.live.values().filter(|other| other.id() != id);
            if never_expires
                && others.filter(|other| other.never_expires()).count() >= MOST_NEVER_EXPIRING
            {
                return Err(MakeError::NeverExpiring { limit: MOST_NEVER_EXPIRING });
            }
            let limit = self.limit;
            if map.live.len() >= limit && !map.live.contains_key(&id) {
                let next = map.live.values().filter_map(|w| Some((w.expires()?, w.id())));
                let next = next.min().map(|(_, id)| id.to_owned());
                return Err(MakeError::Full { limit, next });
            }
            if let Some(file) = &self.file {
                handle.keep_in((file, self.create), map.live.get(&id))?;
            }
            map.tokens.take(&id);
            map.gone.retain(|(gone, _)| *gone != id);
            map.removed_tokens.take(&id);
            if let Some(former) = map.live.insert(id.clone(), handle.clone()) {
                former.end();
                self.gone("replaced");
            }
            map.learn_tokens(handle);
            self.metrics.worlds_made.inc();
            Ok(())
        })
    }

    /// World with this id.
    pub fn get(&self, id: &str) -> Result<Handle, Missing> {
        self.reading(|map| match map.live.get(id) {
            Some(handle) => Ok(handle.clone()),
            None => {
                let gone = map.gone.iter().rev().find(|(gone, _)| gone == id);
                Err(gone.map_or(Missing::Unknown, |(_, gone)| Missing::Removed(*gone)))
            }
        })
    }

    /// World that a token of a surface belongs to.
    pub fn of_token(&self, surface: Surface, token: &str) -> Option<Handle> {
        let token = (surface, surface.spelled(token).into_owned());
        self.reading(|map| map.live.get(map.tokens.world(&token)?).cloned())
    }

    /// World that answers requests without a usable credential (SB 2.3): the named one, else the
    /// default world, if it exists.
    pub fn fallback(&self, named: Option<&str>) -> Option<Handle> {
        self.reading(|map| {
            named.and_then(|id| map.live.get(id)).or_else(|| map.live.get(DEFAULT)).cloned()
        })
    }

    /// An empty world with default rules. It answers requests that name no world when there is no
    /// default world.
    pub fn empty_world(&self) -> Handle {
        let mut definition = Definition::new("nowhere", "nowhere", clock::real_now());
        definition.fixture = "empty@1".to_owned();
        let world = (self.create)(definition).expect("the empty fixture makes a world");
        Handle::new(world, Log::new(0), WorldLimits::default()).expect("a new journal has room")
    }

    /// Worlds in which nothing that happens counts: a copy of one world at an instant, if one is
    /// given, and nothing else. Each log keeps one request.
    pub fn rehearsal(&self, of: Option<&Handle>, at: Option<Timestamp>) -> Self {
        let copies = Self::new(1, self.create).with_log_entries(1);
        if let Some(handle) = of {
            let copy = handle.rehearsal(at);
            copies.changing(|map| {
                map.learn_tokens(&copy);
                map.live.insert(copy.id().to_owned(), copy);
            });
        }
        copies
    }

    /// All worlds, in order of id.
    pub fn all(&self) -> Vec<Handle> {
        self.reading(|map| map.live.values().cloned().collect())
    }

    /// Deletes a world, if it is there. An error when that cannot be stored; then it stays.
    pub fn delete(&self, id: &str) -> Result<(), Unavailable> {
        self.remove(id, RemovalReason::Deleted)
    }

    /// Registers the credentials that a world got after it was made.
    pub fn learn(&self, handle: &Handle) {
        self.changing(|map| map.learn_tokens(handle));
    }

    /// Deletes the worlds that have been idle for too long.
    pub fn expire(&self, now: Timestamp) {
        let idle = |handle: &Handle| {
            handle.expires().is_some_and(|end| end <= now)
                && handle.read(|world| world.deviations.repeat("world.expire").is_none())
        };
        for handle in self.all().iter().filter(|handle| idle(handle)) {
            // What cannot be stored is tried again.
            let _ = self.remove(handle.id(), RemovalReason::Idle);
        }
    }

    fn remove(&self, id: &str, why: RemovalReason) -> Result<(), Unavailable> {
        self.changing(|map| {
            let Some(former) = map.live.get(id).cloned() else { return Ok(()) };
            if let Some(file) = &self.file {
                former.leave_file(file, why.word())?;
            }
            map.retire_tokens(id);
            map.live.remove(id);
            former.end();
            self.gone(why.word());
            map.gone.push_back((id.to_owned(), RemovedWorld { at: clock::real_now(), why }));
            if map.gone.len() > REMEMBERED
                && let Some((oldest, _)) = map.gone.pop_front()
            {
                map.removed_tokens.take(&oldest);
            }
            Ok(())
        })
    }

    fn gone(&self, why: &'static str) {
        self.metrics.worlds_gone.get_or_create(&GoneLabels { why }).inc();
    }

    fn reading<T>(&self, look: impl FnOnce(&Map) -> T) -> T {
        look(&self.shared.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn changing<T>(&self, change: impl FnOnce(&mut Map) -> T) -> T {
        change(&mut self.shared.write().unwrap_or_else(PoisonError::into_inner))
    }
}

//! Taking, restoring and forgetting snapshots (SB 14).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::world::snapshots::{MOST_SNAPSHOTS, Snapshot};

/// Reason why a snapshot was not taken, restored or forgotten.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// There is a snapshot of that name.
    #[error("there is a snapshot {0:?}")]
    Exists(String),
    /// There is no snapshot of that name.
    #[error("there is no snapshot {0:?}")]
    Unknown(String),
    /// The world has its maximum of snapshots.
    #[error("a world has {MOST_SNAPSHOTS} snapshots at most")]
    TooMany,
}

fn known<'w>(world: &'w World, name: &str) -> Result<&'w Snapshot, SnapshotError> {
    world.snapshots.named(name).ok_or_else(|| SnapshotError::Unknown(name.to_owned()))
}

/// Remembers the present state under a name (`POST …/snapshots`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TakeSnapshot {
    /// Name, which must be free.
    pub name: String,
}

impl TakeSnapshot {
    pub(super) const NAME: &'static str = "snapshot.take";
}

impl Change for TakeSnapshot {
    type Plan = ();
    type Done = ();
    type Refusal = SnapshotError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), SnapshotError> {
        if known(world, &self.name).is_ok() {
            return Err(SnapshotError::Exists(self.name.clone()));
        }
        if world.snapshots.iter().len() >= MOST_SNAPSHOTS {
            return Err(SnapshotError::TooMany);
        }
        Ok(())
    }

    fn apply(&self, (): (), world: &mut World, context: &CommandContext) {
        world.snapshots.add(world.snapshot(&self.name, context.now));
    }
}

/// Goes back to a snapshot (`POST …/snapshots/{name}/restore`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RestoreSnapshot {
    /// Name of the snapshot.
    pub name: String,
    /// Real time at which it was asked for, so that a replay sets a running clock as it was set; the
    /// world time of the snapshot where the clock stands.
    pub real: Timestamp,
}

impl RestoreSnapshot {
    pub(super) const NAME: &'static str = "snapshot.restore";
}

impl Change for RestoreSnapshot {
    type Plan = World;
    type Done = ();
    type Refusal = SnapshotError;

    fn check(&self, world: &World, context: &CommandContext) -> Result<World, SnapshotError> {
        let snapshot = known(world, &self.name)?;
        Ok(world.restored(snapshot, context.now, self.real))
    }

    fn apply(&self, restored: World, world: &mut World, context: &CommandContext) {
        let touched = restored.issuer.changes_since(&world.issuer);
        *world = restored;
        // What is gone has no timeline; a thing that gets its id begins a new one.
        let stay = touched.into_iter().filter(|one| !one.is_gone());
        world.history.note(context, stay.collect());
    }
}

/// Forgets a snapshot (`DELETE …/snapshots/{name}`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DropSnapshot {
    /// Name of the snapshot.
    pub name: String,
}

impl DropSnapshot {
    pub(super) const NAME: &'static str = "snapshot.drop";
}

impl Change for DropSnapshot {
    type Plan = ();
    type Done = ();
    type Refusal = SnapshotError;

    fn check(&self, world: &World, _: &CommandContext) -> Result<(), SnapshotError> {
        known(world, &self.name).map(drop)
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.snapshots.remove(&self.name);
    }
}

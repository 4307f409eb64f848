//! Resumption: the world that its records lead to, in the state in which the last of them left it, so
//! that it can go on.

use super::{
    CreateWorld, Fired, Record, World,
    journal::Kind,
    replay::{Replay, ReplayError},
};

/// A world that can go on behind its records.
pub struct Resumed {
    /// The world.
    pub world: World,
    /// Effects that have fired and have no record: it was lost, and comes next.
    pub owed: Vec<Fired>,
}

impl World {
    /// The world that these records lead to. What fired after the last command has fired.
    pub fn resumed(records: &[Record], create: CreateWorld) -> Result<Resumed, ReplayError> {
        let (first, rest) = records.split_first().ok_or(ReplayError::NoWorld)?;
        let mut replay = Replay::begin(first, create)?;
        for record in rest {
            match replay.read(record)? {
                Some(recorded) => replay.apply(&recorded)?,
                None if record.kind == Kind::Fired => {
                    replay.fired(record)?;
                }
                None => {}
            }
        }
        let (world, owed) = replay.ended();
        Ok(Resumed { world, owed })
    }
}

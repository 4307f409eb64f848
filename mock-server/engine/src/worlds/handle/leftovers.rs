//! Leftovers of a reset: parts of the former world that only a deviation leaves in the new one.

use super::Handle;
use crate::world::World;

impl Handle {
    /// Takes over parts of the former world: those whose loss `is_lost` says, by name. Nothing of it
    /// is journalled.
    pub fn keep_of(&self, former: &Self, is_lost: impl Fn(&str) -> bool) {
        let former = former.read(Clone::clone);
        self.locked(|state| {
            let world = &mut state.world;
            for (_, keep) in PARTS.iter().filter(|(part, _)| is_lost(part)) {
                keep(world, &former);
            }
        });
    }
}

/// A step that takes over one part of a former world.
type Keep = fn(&mut World, &World);

/// Names of the parts in deviations, `effect reset.rules lost`.
const PARTS: [(&str, Keep); 6] = [
    ("reset.claims", |world, former| world.access.claims.clone_from(&former.access.claims)),
    ("reset.clock", |world, former| world.clock = former.clock),
    ("reset.entities", |world, former| {
        world.issuer.clone_from(&former.issuer);
        world.dice.clone_from(&former.dice);
        world.timeline.clone_from(&former.timeline);
    }),
    ("reset.faults", |world, former| world.faults.clone_from(&former.faults)),
    ("reset.receivers", |world, former| world.outbox.clone_from(&former.outbox)),
    ("reset.rules", |world, former| {
        world.rules.clone_from(&former.rules);
        world.changed.clone_from(&former.changed);
    }),
];

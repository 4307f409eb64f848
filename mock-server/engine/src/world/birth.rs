//! Worlds at their birth under other ids. Ids, card numbers and secrets of a fixture follow from the
//! seed; only credentials and the ids of in-app users follow from the id of the world too (SB 3.4).
//! So a fixture that was played once need not be played again for the next world of its seed.

use std::sync::Arc;

use super::{Definition, World};
use crate::{
    collections::RowChange,
    issuer::Touched,
    programs::collateral::{CardUser, ChangedEntity},
};

impl World {
    /// The world that this one would be with another definition of the same seed, fixture and birth,
    /// when nothing has happened in it since it was made of its fixture.
    pub fn born_as(&self, definition: Definition) -> Self {
        let mut world = Self { clock: definition.clock, ..self.clone() };
        world.definition = Arc::new(definition);
        if world.definition.id != self.definition.id {
            let Definition { id, seed, .. } = &*world.definition;
            world.access.credentials.derive_anew(id, seed);
        }
        if world.definition.name_source() != self.definition.name_source() {
            world.name_users_anew();
        }
        world
    }

    /// Gives the people with a login in the app the ids that follow from the id of this world.
    fn name_users_anew(&mut self) {
        let named: Vec<_> = (self.issuer.collateral.users.iter().enumerate())
            .filter(|(_, user)| user.user_id.is_some())
            .map(|(before, user)| (user.id, self.user_id(user.label.as_deref(), before)))
            .collect();
        let renamed = |user: &CardUser| {
            let new = || named.iter().find(|(id, _)| *id == user.id).map(|(_, new)| new.clone());
            user.user_id.is_some().then(|| CardUser { user_id: new(), ..user.clone() })
        };
        let collateral = &mut self.issuer.collateral;
        collateral.users.replace(renamed);
        collateral.users_by_user_id = named.iter().map(|(id, new)| (new.clone(), *id)).collect();
        self.history.replace(|touched| {
            let Touched::Collateral(ChangedEntity::User(change)) = touched else { return None };
            let renamed = |row: &Option<Arc<CardUser>>| row.as_deref().and_then(renamed);
            let (before, after) = (renamed(&change.before), renamed(&change.after));
            if before.is_none() && after.is_none() {
                return None;
            }
            let kept = |new: Option<CardUser>, old: &Option<Arc<CardUser>>| {
                new.map(Arc::new).or_else(|| old.clone())
            };
            let (before, after) = (kept(before, &change.before), kept(after, &change.after));
            Some(Touched::Collateral(ChangedEntity::User(RowChange { before, after })))
        });
    }
}

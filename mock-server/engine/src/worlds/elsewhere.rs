//! The worlds of a server as the doctor of one of them sees the others.

use std::sync::Arc;

use super::{Handle, Missing, Worlds};
use crate::{
    crypto::jwt::Key,
    log::{Elsewhere, Known},
    surface::Surface,
    world::Credential,
};

impl Elsewhere for Worlds {
    fn credentials(&self) -> Vec<Known> {
        let of = |handle: &Handle| {
            let world: Arc<str> = handle.id().into();
            let known = |one: &Credential| Known { world: world.clone(), credential: one.clone() };
            handle.read(|world| world.access.credentials.iter().map(known).collect::<Vec<_>>())
        };
        self.all().iter().flat_map(of).collect()
    }

    fn token_keys(&self, surface: Surface) -> Vec<(String, Key)> {
        let of = |handle: &Handle| {
            let key = handle.read(|world| world.token_key(surface))?;
            Some((handle.id().to_owned(), key))
        };
        self.all().iter().filter_map(of).collect()
    }

    fn gone_world(&self, id: &str) -> Option<&'static str> {
        match self.get(id) {
            Err(Missing::Removed(gone)) => Some(gone.why.word()),
            Ok(_) | Err(Missing::Unknown) => None,
        }
    }

    fn gone(&self, surface: Surface, token: &str) -> Option<(String, &'static str)> {
        let token = (surface, surface.spelled(token).into_owned());
        let id = self.reading(|map| map.removed_tokens.world(&token).cloned())?;
        match self.get(&id) {
            Err(Missing::Removed(gone)) => Some((id, gone.why.word())),
            _ => None,
        }
    }
}

//! Worlds by their ids and by the tokens of their callers.

use std::collections::{BTreeMap, VecDeque};

use super::{Handle, RemovedWorld};
use crate::surface::Surface;

/// Worlds that live, and those that are remembered.
#[derive(Default)]
pub(super) struct Map {
    pub(super) live: BTreeMap<String, Handle>,
    /// Ids of worlds by surface and token.
    pub(super) tokens: BTreeMap<(Surface, String), String>,
    pub(super) gone: VecDeque<(String, RemovedWorld)>,
    /// Tokens of removed worlds.
    pub(super) removed_tokens: BTreeMap<(Surface, String), String>,
}

impl Map {
    pub(super) fn learn_tokens(&mut self, handle: &Handle) {
        handle.read(|world| {
            for credential in world.access.credentials.iter() {
                let token = (credential.holder.surface(), credential.api_token.clone());
                self.tokens.insert(token, handle.id().to_owned());
            }
        });
    }

    pub(super) fn forget_tokens(&mut self, id: &str) {
        self.tokens.retain(|_, world| world != id);
    }

    /// Makes the tokens of a world invalid but remembers which world they belonged to.
    pub(super) fn retire_tokens(&mut self, id: &str) {
        let ours = self.tokens.extract_if(.., |_, world| world == id);
        self.removed_tokens.extend(ours);
    }
}

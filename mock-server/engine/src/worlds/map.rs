//! Worlds by their ids and by the tokens of their callers.

use std::collections::{BTreeMap, VecDeque};

use super::{Handle, RemovedWorld, tokens::Tokens};

/// Worlds that live, and those that are remembered.
#[derive(Default)]
pub(super) struct Map {
    pub(super) live: BTreeMap<String, Handle>,
    /// Tokens of their callers.
    pub(super) tokens: Tokens,
    pub(super) gone: VecDeque<(String, RemovedWorld)>,
    /// Tokens of removed worlds.
    pub(super) removed_tokens: Tokens,
}

impl Map {
    pub(super) fn learn_tokens(&mut self, handle: &Handle) {
        handle.read(|world| {
            for credential in world.access.credentials.iter() {
                let token = (credential.holder.surface(), credential.api_token.clone());
                self.tokens.learn(handle.id(), token);
            }
        });
    }

    /// Makes the tokens of a world invalid but remembers which world they belonged to.
    pub(super) fn retire_tokens(&mut self, id: &str) {
        for token in self.tokens.take(id) {
            self.removed_tokens.learn(id, token);
        }
    }
}

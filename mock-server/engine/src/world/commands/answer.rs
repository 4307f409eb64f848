//! `KeepAnswer`: an answer that is given again under its idempotency key (MC 15.1).

use serde::{Deserialize, Serialize};

use super::{Change, CommandContext, World};
use crate::world::access::{KeptAnswer, Nonce};

/// Keeps an answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeepAnswer {
    /// Digest of user, method, path and key.
    pub key: Nonce,
    /// The answer.
    pub answer: KeptAnswer,
}

impl KeepAnswer {
    pub(super) const NAME: &'static str = "answer.keep";
}

impl Change for KeepAnswer {
    type Plan = ();
    type Done = ();
    type Refusal = std::convert::Infallible;

    fn check(&self, _: &World, _: &CommandContext) -> Result<(), Self::Refusal> {
        Ok(())
    }

    fn apply(&self, (): (), world: &mut World, _: &CommandContext) {
        world.access.kept_answers.keep(self.key, self.answer.clone());
    }
}

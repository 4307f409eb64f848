//! One mutant: a patch, what it breaks, and the scenarios that reach it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Kind;
use crate::register::Level;

/// A fault of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mutant {
    /// Surface, kind and patch, in one line; the same in every run.
    pub id: String,
    /// The code of the surface.
    pub surface: String,
    /// The operation; `*` for whatever is asked for, the name of a rule for a rule.
    pub operation: String,
    /// The word of the reason of the answers that it changes; empty for effects and rules.
    pub reason: String,
    /// The pointer of the member; empty where it is about no member.
    pub member: String,
    /// The way to be wrong.
    pub kind: Kind,
    /// The level of what it breaks.
    pub level: Level,
    /// The patch, as the sandbox reads it.
    pub patch: String,
    /// The scenarios whose traffic reaches it, by id.
    #[serde(skip)]
    pub reached_by: BTreeSet<String>,
}

impl Mutant {
    /// A mutant without its id.
    pub(super) fn named(mut self) -> Self {
        self.id = format!("{} {} {}", self.surface, self.kind.word(), self.patch);
        self
    }
}

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

/// A way of being wrong, and what is broken by it.
pub(super) struct Fault {
    /// The way.
    pub(super) kind: Kind,
    /// The level of what it breaks.
    pub(super) level: Level,
    /// The patch, as the sandbox reads it.
    pub(super) patch: String,
}

impl Mutant {
    /// A fault of an operation, about no member and no reason.
    pub(super) fn of(
        surface: &str,
        operation: &str,
        Fault { kind, level, patch }: Fault,
        reached_by: &BTreeSet<String>,
    ) -> Self {
        Self {
            id: format!("{surface} {} {patch}", kind.word()),
            surface: surface.to_owned(),
            operation: operation.to_owned(),
            reason: String::new(),
            member: String::new(),
            kind,
            level,
            patch,
            reached_by: reached_by.clone(),
        }
    }

    /// This fault in one member of the answer.
    pub(super) fn about(self, member: &str) -> Self {
        Self { member: member.to_owned(), ..self }
    }

    /// This fault in the answers that have one reason.
    pub(super) fn told_for(self, reason: &str) -> Self {
        Self { reason: reason.to_owned(), ..self }
    }
}

//! Rows of a version of a world, as one user sees them.

use std::sync::Arc;

use crate::{
    surface::Surface,
    tables::{Budget, Source, View},
    world::{CommandContext, Principal},
    worlds::Version,
};

/// Ending of the operation that an answer to a live query belongs to, as deviations name it: the
/// first answer, and every further one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    First,
    Next,
}

impl Turn {
    /// The operation of an answer to the live query of this root field.
    pub(super) fn operation(self, field: &str) -> String {
        match self {
            Self::First => format!("{field}.first"),
            Self::Next => format!("{field}.next"),
        }
    }
}

/// A version, and who looks at it.
pub(super) struct VersionSource {
    pub(super) version: Arc<Version>,
    pub(super) principal: Principal,
    pub(super) turn: Turn,
    /// Price of what one change costs; a connection has one for all its subscriptions.
    pub(super) budget: Arc<Budget>,
}

impl Source for VersionSource {
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>)) {
        let Version { at, world, .. } = &*self.version;
        let context = CommandContext {
            now: *at,
            principal: self.principal.clone(),
            surface: Surface::AG,
            operation: self.turn.operation(field),
            continues: false,
            joins: false,
            explanation: None,
        };
        let caller = world.as_deviating_principal(&context).principal.caller;
        let view = View::new(&world.issuer, &world.rules, (caller, *at), &self.budget);
        look(&view.under(&world.deviations));
    }

    fn answered(&self, _: &str, _: &str) {}
}

//! The rows that a request sees: the tables read the world through the visit.

use std::sync::Arc;

use crate::{
    gate::Visit,
    register::Reason,
    tables::{Budget, Source, View},
};

/// A visit as tables read it.
pub(super) struct Rows {
    visit: Arc<Visit>,
    budget: Budget,
}

impl Rows {
    /// The rows of one request, which has one budget for all its fields.
    pub(super) fn of(visit: &Arc<Visit>) -> Self {
        Self { visit: visit.clone(), budget: Budget::default() }
    }
}

impl Source for Rows {
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>)) {
        self.visit.look(field, |world, moment| {
            let (issuer, rules) = (&world.issuer, &*world.rules);
            let seen = (moment.principal.caller, moment.now);
            look(&View::new(issuer, rules, seen, &self.budget));
        });
    }

    fn answered(&self, field: &str, key: &str) {
        self.visit.note(field, Some(key), Reason::Ok);
    }
}

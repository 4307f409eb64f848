//! The rows that a request sees: the tables read the world through the visit.

use std::sync::Arc;

use crate::{
    gate::Visit,
    register::Reason,
    tables::{Source, View},
};

/// A visit as tables read it.
pub(super) struct Rows(pub(super) Arc<Visit>);

impl Source for Rows {
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>)) {
        self.0.look(field, |world, moment| {
            let (issuer, rules) = (&world.issuer, &*world.rules);
            look(&View::new(issuer, rules, moment.principal.caller));
        });
    }

    fn answered(&self, field: &str, key: &str) {
        self.0.note(field, Some(key), Reason::Ok);
    }
}

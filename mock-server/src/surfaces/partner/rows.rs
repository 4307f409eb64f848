//! The rows that a request sees: the tables read the world through the request.

use std::sync::Arc;

use crate::{
    gate::RequestContext,
    log::Reason,
    tables::{Budget, Source, View},
};

/// A request as tables read it.
pub(super) struct Rows {
    context: Arc<RequestContext>,
    budget: Budget,
}

impl Rows {
    /// The rows of one request, which has one budget for all its fields.
    pub(super) fn of(context: &Arc<RequestContext>) -> Self {
        Self { context: context.clone(), budget: Budget::default() }
    }
}

impl Source for Rows {
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>)) {
        self.context.look(field, |world, context| {
            let (issuer, rules) = (&world.issuer, &*world.rules);
            let seen = (context.principal.caller, context.now);
            look(&View::new(issuer, rules, seen, &self.budget));
        });
    }

    fn answered(&self, field: &str, key: &str) {
        self.context.note(field, Some(key), Reason::Ok);
    }
}

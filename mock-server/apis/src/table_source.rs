//! Where the tables of a GraphQL surface get the issuer from: the world of the request.

use std::sync::Arc;

use crate::{
    gate::RequestContext,
    log::Reason,
    tables::{Budget, Source, View},
};

/// The world of a request as tables read it.
pub(super) struct TableSource {
    context: Arc<RequestContext>,
    budget: Budget,
}

impl TableSource {
    /// The source for one request, which has one budget for all its fields.
    pub(super) fn of(context: &Arc<RequestContext>) -> Self {
        Self { context: context.clone(), budget: Budget::default() }
    }
}

impl Source for TableSource {
    fn read(&self, field: &str, look: &mut dyn FnMut(&View<'_>)) {
        self.context.look(field, |world, context| {
            let (issuer, rules) = (&world.issuer, &*world.rules);
            let seen = (context.principal.caller, context.now);
            look(&View::new(issuer, rules, seen, &self.budget).under(&world.deviations));
        });
    }

    fn answered(&self, field: &str, key: &str) {
        self.context.note(field, Some(key), Reason::Ok);
    }
}

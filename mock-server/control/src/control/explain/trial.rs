//! A request that is tried in copies of its world.

use crate::{
    command::MadeCheck,
    explained_api::ExplainedApi,
    gate::{Explained, RequestToExplain},
    log::Reason,
    world::Principal,
    worlds::Handle,
};

/// A request that is tried in copies of a world.
pub(super) struct Trial {
    pub(super) api: &'static dyn ExplainedApi,
    pub(super) request: RequestToExplain,
    pub(super) principal: Option<Principal>,
}

impl Trial {
    /// Answers the request in a copy of a world.
    pub(super) async fn run(&self, handle: &Handle) -> Explained {
        let copy = handle.rehearsal(None);
        self.api.explain(&copy, &self.request, self.principal.clone()).await
    }

    /// Answers the request in the world itself, where it has its effect.
    pub(super) async fn happen(&self, handle: &Handle) {
        self.api.explain(handle, &self.request, self.principal.clone()).await;
    }
}

/// True when the request would be answered with success.
pub(super) fn would(explained: &Explained) -> bool {
    let succeeds = |reason: Reason| [Reason::Ok, Reason::Repeated].contains(&reason);
    let answer = explained.answer.as_ref();
    answer.is_some_and(|answer| answer.done.iter().all(|done| succeeds(done.reason)))
}

/// The check that failed.
pub(super) fn failed(explained: &Explained) -> Option<MadeCheck> {
    explained.explanation.checks.made().into_iter().rfind(|made| made.found.is_some())
}

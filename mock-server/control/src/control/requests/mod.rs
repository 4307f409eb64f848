//! The request log (SB 9.1): who asked for what, and what was answered.

mod filter;

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    Answer, Control, Problem, ProblemCode,
    extract::InWorld,
    page::{Listed, Page, Paging},
    query::Query,
    waiting::Waiting,
};
use crate::{
    log::{Entry, Log, RedactionContext},
    worlds::Handle,
};
use filter::{Filter, RequestFilter};

impl Control {
    /// The redaction context of a world's log.
    pub(super) fn redaction(&self, handle: &Handle) -> RedactionContext {
        let elsewhere = Arc::new(self.worlds.clone());
        handle.redaction().with_elsewhere(elsewhere).masking_personal(self.mask_personal)
    }

    /// The redaction context of requests that belong to no world: they may hold secrets of any.
    pub(super) fn redaction_of_all(&self) -> RedactionContext {
        let all = self.worlds.all();
        let all = all
            .iter()
            .map(Handle::redaction)
            .fold(RedactionContext::default(), RedactionContext::and);
        all.with_elsewhere(Arc::new(self.worlds.clone())).masking_personal(self.mask_personal)
    }
}

/// Lists the requests of a world.
///
/// With `wait`, the answer comes as soon as at least so many requests fit the filter, and at the
/// latest after that time; `enough` tells which it was.
#[utoipa::path(get, path = "/worlds/{world}/requests", params(RequestFilter, Ordering, Paging, Waiting), responses((status = 200, description = "Requests.", body = Page)))]
pub(super) async fn list(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(filter): Query<RequestFilter>,
    Query(order): Query<Ordering>,
    Query(paging): Query<Paging>,
    Query(waiting): Query<Waiting>,
) -> Listed {
    let filter = filter.check(&control, Some(&handle))?;
    // Requests do not change once they are in the log, so each is looked at once.
    let (mut seen, mut count) = (0, 0);
    let fitting = || {
        let fresh = handle.log().since(seen);
        if let Some(last) = fresh.last() {
            seen = last.n;
            let redaction = control.redaction(&handle);
            count += fresh.iter().filter(|entry| filter.fits(entry, &redaction)).count();
        }
        count
    };
    let enough = waiting.until(&control, &handle, fitting).await?;
    let mut page = page(handle.log(), &control.redaction(&handle), &filter, order, &paging)?;
    page.enough = enough;
    Ok(page)
}

/// Lists requests that belong to no world.
#[utoipa::path(get, path = "/unrouted", params(RequestFilter, Ordering, Paging), responses((status = 200, description = "Requests.", body = Page)))]
pub(super) async fn unrouted(
    State(control): State<Control>,
    Query(filter): Query<RequestFilter>,
    Query(order): Query<Ordering>,
    Query(paging): Query<Paging>,
) -> Listed {
    let filter = filter.check(&control, None)?;
    page(control.worlds.unrouted(), &control.redaction_of_all(), &filter, order, &paging)
}

/// Explains a request: what came in, what was answered, and why.
#[utoipa::path(get, path = "/worlds/{world}/requests/{n}", responses((status = 200, description = "A request.", body = Value)))]
pub(super) async fn show(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, number)): Path<(String, String)>,
) -> Answer {
    let entry = number.parse().ok().and_then(|n| handle.log().get(n));
    let entry = entry.ok_or_else(|| {
        let detail = format!("there is no request {number:?} in the log of this world");
        Problem::new(ProblemCode::ItemUnknown, "No such request", detail)
    })?;
    Ok(Json(entry.shown(&control.redaction(&handle))))
}

/// Forgets the requests of a world.
#[utoipa::path(delete, path = "/worlds/{world}/requests", responses((status = 204, description = "Done.")))]
pub(super) async fn clear(InWorld(handle): InWorld) -> StatusCode {
    handle.log().clear();
    StatusCode::NO_CONTENT
}

/// The path at which a request of a world is explained.
pub(super) fn place(handle: &Handle, n: u64) -> String {
    format!("/_sandbox/worlds/{}/requests/{n}", handle.id())
}

/// In which order requests are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Ordering {
    /// `desc` when absent: the newest first.
    #[serde(default)]
    #[param(inline, value_type = Option<Order>)]
    order: Order,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Order {
    Asc,
    #[default]
    Desc,
}

fn page(
    log: &Log,
    redaction: &RedactionContext,
    filter: &Filter,
    Ordering { order }: Ordering,
    paging: &Paging,
) -> Listed {
    let after = paging.number()?;
    let held = log.page();
    let mut found: Vec<&Arc<Entry>> =
        held.entries.iter().filter(|entry| filter.fits(entry, redaction)).collect();
    if order == Order::Desc {
        found.reverse();
    }
    let is_behind = |entry: &&Arc<Entry>| match (after, order) {
        (None, _) => true,
        (Some(n), Order::Asc) => entry.n > n,
        (Some(n), Order::Desc) => entry.n < n,
    };
    let (key, render) =
        (|entry: &&Arc<Entry>| entry.n.to_string(), |entry: &&Arc<Entry>| entry.shown(redaction));
    let mut page = paging.behind(found, is_behind, key, render);
    page.dropped = Some(held.dropped);
    Ok(Json(page))
}

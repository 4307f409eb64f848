//! The events of a world (SB 11).

use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

use super::{
    extract::InWorld,
    names,
    page::{Listed, Page, Paging},
    query::{Instant, Query, Wanted},
};
use crate::{
    issuer::{Event, EventKind},
    world::{clock::written, faults::fits},
};

/// Filter of events. A trailing `*` stands for any ending.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct EventFilter {
    /// A type of events.
    #[serde(rename = "type")]
    #[param(inline, value_type = Option<Wanted>)]
    kind: Option<Wanted>,
    /// An entity, `<type>:<id>`.
    #[param(inline, value_type = Option<Wanted>)]
    entity: Option<Wanted>,
    #[param(inline, value_type = Option<Instant>)]
    since: Option<Instant>,
}

/// Lists the events of a world.
#[utoipa::path(get, path = "/worlds/{world}/events", params(EventFilter, Paging), responses((status = 200, description = "Events.", body = Page)))]
pub(super) async fn list(
    InWorld(handle): InWorld,
    Query(filter): Query<EventFilter>,
    Query(paging): Query<Paging>,
) -> Listed {
    let (kind, entity) = (filter.kind.as_deref(), filter.entity.as_deref());
    if let Some(kind) = kind {
        names::known("?type", "type of events", kind, EventKind::names())?;
    }
    if let Some(entity) = entity {
        names::entity("?entity", entity, EventKind::ENTITIES)?;
    }
    let wanted = |event: &Event| {
        kind.is_none_or(|kind| fits(kind, event.kind.name()))
            && entity.is_none_or(|entity| fits(entity, &event.entity))
            && filter.since.is_none_or(|since| event.at >= since.0)
    };
    // A copy costs next to nothing, and the world goes on while it is read.
    let events = super::look(&handle, |world| world.events.clone());
    let numbered = events.iter().enumerate().filter(|(_, event)| wanted(event));
    paging.of(numbered, |(at, event)| event_shown(at, event))
}

/// An event as it shows, by its place in the world's list.
pub(super) fn event_shown(at: usize, event: &Event) -> Value {
    json!({"id": format!("e-{}", at + 1), "at": written(event.at), "type": event.kind.name(),
           "surface": event.kind.surface(), "entity": event.entity})
}

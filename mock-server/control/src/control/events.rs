//! The events of a world (SB 11).

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{
    Control,
    extract::InWorld,
    names,
    page::{Listed, Page, Paging},
    query::{Instant, Query, Wanted},
};
use crate::{
    issuer::{Event, EventKind},
    log::RedactionContext,
    mocked_api::MockedApi,
    surface::Surface,
    world::{clock::written, faults::fits},
    worlds::Handle,
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
#[utoipa::path(get, path = "/worlds/{world}/events", params(EventFilter, Paging), responses((status = 200, description = "Events.", body = Page<EventBody>)))]
pub(super) async fn list(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(filter): Query<EventFilter>,
    Query(paging): Query<Paging>,
) -> Listed<EventBody> {
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
    let deliveries = handle.read(|world| world.outbox.deliveries().clone());
    let mut by_event: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for delivery in deliveries.values() {
        by_event.entry(delivery.event).or_default().push(format!("d-{}", delivery.number));
    }
    let redaction = control.redaction(&handle);
    paging.of(numbered, |(at, event)| {
        let payload = payload(&control, &handle, &redaction, at);
        EventBody::of(at, event, payload, by_event.get(&at).cloned().unwrap_or_default())
    })
}

/// An event.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
pub(super) struct EventBody {
    /// `e-` and its number.
    id: String,
    /// World time.
    #[schema(format = DateTime)]
    at: String,
    #[serde(rename = "type")]
    kind: &'static str,
    /// The code of the surface that the event is named by.
    #[schema(value_type = String)]
    surface: Surface,
    /// The entity that it happened to, `<type>:<id>`.
    entity: String,
    /// The body that receivers are sent, before it is signed or sealed, with the secrets of the
    /// world masked. Null when personal data is masked, and when no API tells the event any more.
    #[schema(required)]
    payload: Option<Value>,
    /// True when a return to a snapshot has taken the event back.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    taken_back: bool,
    /// The deliveries of the event, each `d-` and its number.
    deliveries: Vec<String>,
}

impl EventBody {
    /// The event at a place of the world's list, from 0.
    fn of(at: usize, event: &Event, payload: Option<Value>, deliveries: Vec<String>) -> Self {
        Self {
            id: format!("e-{}", at + 1),
            at: written(event.at),
            kind: event.kind.name(),
            surface: event.kind.surface(),
            entity: event.entity.clone(),
            payload,
            taken_back: event.taken_back,
            deliveries,
        }
    }

    /// One event by its place in the world's list, from 0; none when there is none at it.
    pub(super) fn alone(
        control: &Control,
        handle: &Handle,
        redaction: &RedactionContext,
        at: usize,
    ) -> Option<Self> {
        let payload = payload(control, handle, redaction, at);
        handle.read(|world| {
            let ours = world.outbox.deliveries().values().filter(|delivery| delivery.event == at);
            let deliveries = ours.map(|delivery| format!("d-{}", delivery.number)).collect();
            Some(Self::of(at, world.events.get(at)?, payload, deliveries))
        })
    }
}

/// The body that receivers of an event are sent. Bodies name people, so there is none where personal
/// data is masked.
fn payload(
    control: &Control,
    handle: &Handle,
    redaction: &RedactionContext,
    at: usize,
) -> Option<Value> {
    if control.mask_personal {
        return None;
    }
    let formats = || control.apis(None).filter_map(MockedApi::webhook_format);
    let payload = handle.read(|world| formats().find_map(|format| format.payload(world, at)));
    payload.map(|payload| redaction.clean(payload))
}

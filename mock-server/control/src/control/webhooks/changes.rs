//! Changes of how a receiver gets its deliveries.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    input::{Events, check_url},
    receiver_body::ReceiverBody,
    receiver_named,
};
use crate::{
    control::{
        Answer, Control, Problem, Turn, act,
        duration::TimeSpan,
        extract::{Body, InWorld},
    },
    surface::Surface,
    world::{commands::ChangeReceiver, outbox::ReleaseOrder},
};

/// Most times that a delivery is sent.
const MOST_COPIES: u32 = 10;

/// Longest time that a receiver has to answer, in milliseconds.
const LONGEST_MS: i64 = 60_000;

/// A change of a receiver. What is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct ReceiverChange {
    /// An http address, or `sink`; deliveries that wait go there too.
    url: Option<String>,
    /// Types of the events that it gets from now on, each with a trailing `*` for any ending; all
    /// when empty.
    #[schema(value_type = Option<Vec<String>>)]
    events: Option<Events>,
    /// Order in which held deliveries are sent when it is resumed.
    order: Option<ReleaseOrder>,
    /// Number of times that each delivery is sent, with the same id: 1 to 10.
    #[schema(minimum = 1, maximum = 10)]
    duplicate: Option<u32>,
    /// Real time that it has to answer: `1ms` to `1m`.
    timeout: Option<TimeSpan>,
}

impl ReceiverChange {
    fn check(&self, surface: Surface) -> Result<(), Problem> {
        if let Some(url) = &self.url {
            check_url(url)?;
        }
        if let Some(events) = &self.events {
            events.check(surface)?;
        }
        if self.duplicate.is_some_and(|times| !(1..=MOST_COPIES).contains(&times)) {
            return Err(Problem::invalid("/duplicate", format!("1 to {MOST_COPIES}")));
        }
        let is_odd = |span: TimeSpan| !(1..=LONGEST_MS).contains(&(span.micros / 1000));
        if self.timeout.is_some_and(is_odd) {
            return Err(Problem::invalid("/timeout", "1ms to 1m"));
        }
        Ok(())
    }
}

/// Changes how a receiver gets its deliveries.
#[utoipa::path(patch, path = "/worlds/{world}/receivers/{id}", request_body = ReceiverChange, responses((status = 200, description = "The receiver.", body = ReceiverBody)))]
pub(in crate::control) async fn change(
    State(_): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
    Body(wanted): Body<ReceiverChange>,
) -> Answer<ReceiverBody> {
    let _turn = Turn::of(&handle).await;
    let (number, surface) = handle.read(|world| {
        let found = receiver_named(world, &receiver)?;
        Ok::<_, Problem>((found.number, found.audience.surface()))
    })?;
    wanted.check(surface)?;
    let command = ChangeReceiver {
        receiver: number,
        url: wanted.url,
        events: wanted.events.map(|events| events.0),
        order: wanted.order,
        duplicate: wanted.duplicate,
        timeout_ms: wanted.timeout.map(|span| span.micros.unsigned_abs() / 1000),
    };
    act(&handle, "receivers", &command)?;
    handle.read(|world| Ok(Json(ReceiverBody::of(world, receiver_named(world, &receiver)?))))
}

//! Deliveries that are made on request: released, repeated, odd ones.

use axum::{
    Json,
    extract::{Path, State},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{delivery_body::DeliveryBody, number, receiver_named, unknown};
use crate::{
    control::{
        Answer, Control, Problem, Turn, act,
        extract::{Body, InWorld},
    },
    world::{
        commands::{ProbeReceiver, RecoverDeliveries, ReleaseDeliveries, Resend},
        outbox::ProbeKind,
    },
    worlds::Handle,
};

/// Deliveries that were sent.
#[derive(Serialize, ToSchema)]
pub(in crate::control) struct SentDeliveries {
    /// Their ids, in the order in which they were sent.
    deliveries: Vec<String>,
}

impl SentDeliveries {
    fn of(numbers: &[u64]) -> Json<Self> {
        let id = |number: &u64| format!("d-{number}");
        Json(Self { deliveries: numbers.iter().map(id).collect() })
    }
}

fn receiver_number(handle: &Handle, id: &str) -> Result<u64, Problem> {
    handle.read(|world| receiver_named(world, id).map(|found| found.number))
}

fn delivery_shown(control: &Control, handle: &Handle, number: u64) -> Answer<DeliveryBody> {
    let shown = handle.read(|world| {
        let delivery = world.outbox.delivery(number)?;
        Some(DeliveryBody::of(&control.sender, world, delivery))
    });
    shown.map(Json).ok_or_else(|| unknown("delivery", &format!("d-{number}")))
}

/// Held deliveries that are to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Release {
    /// Ids of held deliveries, in the order in which they are to be sent.
    order: Vec<String>,
}

/// Sends held deliveries in a chosen order; all others stay held.
#[utoipa::path(post, path = "/worlds/{world}/receivers/{id}/release", request_body = Release, responses((status = 200, description = "The deliveries.", body = SentDeliveries)))]
pub(in crate::control) async fn release(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
    Body(Release { order }): Body<Release>,
) -> Answer<SentDeliveries> {
    let turn = Turn::of(&handle).await;
    let receiver = receiver_number(&handle, &receiver)?;
    let numbers = order.iter().enumerate().map(|(at, id)| {
        let found = number("delivery", "d-", id).ok();
        let found = found.filter(|n| handle.read(|world| world.outbox.delivery(*n).is_some()));
        found.ok_or_else(|| {
            Problem::invalid(&format!("/order/{at}"), format!("there is no delivery {id:?}"))
        })
    });
    let deliveries = numbers.collect::<Result<Vec<_>, _>>()?;
    act(&handle, "receivers", &ReleaseDeliveries { receiver, deliveries: deliveries.clone() })?;
    turn.leave()?;
    control.sender.deliver_to(&handle, receiver).await;
    Ok(SentDeliveries::of(&deliveries))
}

/// The time from which a receiver may have missed something.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Recovery {
    /// World time of the first event that is sent (RFC 3339).
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

/// Sends everything since an instant that a receiver wants and has missed: what failed or was
/// canceled, and what happened before it was registered or while it was switched off.
#[utoipa::path(post, path = "/worlds/{world}/receivers/{id}/recover", request_body = Recovery, responses((status = 200, description = "The deliveries.", body = SentDeliveries)))]
pub(in crate::control) async fn recover(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
    Body(Recovery { since }): Body<Recovery>,
) -> Answer<SentDeliveries> {
    let turn = Turn::of(&handle).await;
    let receiver = receiver_number(&handle, &receiver)?;
    let sent = act(&handle, "receivers", &RecoverDeliveries { receiver, since })?;
    turn.leave()?;
    control.sender.deliver_to(&handle, receiver).await;
    Ok(SentDeliveries::of(&sent))
}

/// A probe of a receiver.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Probe {
    kind: ProbeKind,
}

/// Sends one odd delivery, made of the last event that the receiver gets; it is not repeated.
#[utoipa::path(post, path = "/worlds/{world}/receivers/{id}/probe", request_body = Probe, responses((status = 200, description = "The delivery.", body = DeliveryBody)))]
pub(in crate::control) async fn probe(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
    Body(Probe { kind }): Body<Probe>,
) -> Answer<DeliveryBody> {
    let turn = Turn::of(&handle).await;
    let receiver = receiver_number(&handle, &receiver)?;
    let surface = handle
        .read(|world| world.outbox.receiver(receiver).map(|receiver| receiver.audience.surface()));
    let format = control.apis(surface).find_map(|api| api.webhook_format());
    let kinds = format.map_or(&[][..], |format| format.probes());
    if !kinds.contains(&kind) {
        let words: Vec<&str> = kinds.iter().map(Into::into).collect();
        return Err(Problem::choice("/kind", kind.into(), &words));
    }
    let number = act(&handle, "receivers", &ProbeReceiver { receiver, kind })?;
    turn.leave()?;
    control.sender.deliver_to(&handle, receiver).await;
    delivery_shown(&control, &handle, number)
}

/// Sends a delivery again.
#[utoipa::path(post, path = "/worlds/{world}/deliveries/{id}/resend", responses((status = 200, description = "The delivery.", body = DeliveryBody)))]
pub(in crate::control) async fn resend(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, delivery)): Path<(String, String)>,
) -> Answer<DeliveryBody> {
    let turn = Turn::of(&handle).await;
    let number = number("delivery", "d-", &delivery)?;
    let receiver = handle.read(|world| {
        let found = world.outbox.delivery(number).map(|delivery| delivery.receiver);
        found.ok_or_else(|| unknown("delivery", &delivery))
    })?;
    act(&handle, "resend", &Resend { delivery: number })?;
    turn.leave()?;
    control.sender.deliver_to(&handle, receiver).await;
    delivery_shown(&control, &handle, number)
}

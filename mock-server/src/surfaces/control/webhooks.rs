//! Receivers and deliveries (SB 11).

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use utoipa::{IntoParams, ToSchema};

use super::{
    Answer, Control, Problem, ProblemCode, act,
    entities::{Reference, prepaid},
    extract::{Body, InWorld},
    look,
    page::{Listed, Page, Paging},
    query::{Flag, Query},
};
use crate::{
    gate::WebhookSender,
    surface::Surface,
    world::{
        World,
        clock::written,
        commands::{PauseReceiver, Resend, Subscribe, Unsubscribe},
        outbox::{Delivery, DeliveryState, Receiver, SINK, address},
    },
    worlds::Handle,
};

fn receiver_shown(world: &World, receiver: &Receiver) -> Value {
    let state = match (receiver.active, receiver.paused) {
        (false, _) => "removed",
        (true, true) => "paused",
        (true, false) => "active",
    };
    let project = |id| &world.issuer.prepaid.projects[id].label;
    json!({
        "id": format!("h-{}", receiver.number),
        "surface": receiver.audience.surface(),
        "project": receiver.audience.project().map(project),
        "subscription_id": receiver.external_id,
        "url": address::masked(&receiver.url),
        "state": state,
        "created_at": written(receiver.created_at),
    })
}

fn delivery_shown(delivery: &Delivery) -> Value {
    let attempts: Vec<_> = (1..)
        .zip(&delivery.attempts)
        .map(|(no, attempt)| {
            json!({"no": no, "at": written(attempt.at), "status": attempt.status,
                   "took_ms": attempt.took_ms,
                   "error": attempt.failure.as_ref().and_then(|failure| failure.error),
                   "detail": attempt.failure.as_ref().map(|failure| &failure.detail),
                   "body_start": attempt.body_start})
        })
        .collect();
    json!({
        "id": format!("d-{}", delivery.number),
        "event": format!("e-{}", delivery.event + 1),
        "receiver": format!("h-{}", delivery.receiver),
        "state": delivery.state,
        "attempts": attempts,
        "next_at": delivery.next_at.map(written),
        "under_way": delivery.under_way.len(),
    })
}

/// The number in an id like `h-3`.
fn number(kind: &str, prefix: &str, id: &str) -> Result<u64, Problem> {
    let number = id.strip_prefix(prefix).and_then(|text| text.parse().ok());
    number.ok_or_else(|| unknown(kind, id))
}

fn unknown(kind: &str, id: &str) -> Problem {
    let detail = format!("there is no {kind} {id:?} in this world");
    Problem::new(ProblemCode::ItemUnknown, "Nothing by that name", detail)
}

fn found<'a>(world: &'a World, id: &str) -> Result<&'a Receiver, Problem> {
    let number = number("receiver", "h-", id)?;
    world.outbox.receiver(number).ok_or_else(|| unknown("receiver", id))
}

/// Lists the receivers of webhooks.
#[utoipa::path(get, path = "/worlds/{world}/receivers", params(Paging), responses((status = 200, description = "Receivers.", body = Page)))]
pub(super) async fn receivers(InWorld(handle): InWorld, Query(paging): Query<Paging>) -> Listed {
    let items: Vec<Value> = look(&handle, |world| {
        let active = world.outbox.receivers().iter().filter(|receiver| receiver.active);
        active.map(|receiver| receiver_shown(world, receiver)).collect()
    });
    paging.of(items.into_iter(), |item| item)
}

/// Shows a receiver.
#[utoipa::path(get, path = "/worlds/{world}/receivers/{id}", responses((status = 200, description = "A receiver.", body = Value)))]
pub(super) async fn receiver(
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Answer {
    look(&handle, |world| Ok(Json(receiver_shown(world, found(world, &receiver)?))))
}

/// A receiver as it is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewReceiver {
    /// The code of a surface that delivers events.
    surface: String,
    /// An http address, or `sink`, where every delivery succeeds.
    url: String,
    /// ER: the project whose events are delivered; `main` when absent.
    project: Option<Reference>,
}

/// Adds a receiver.
#[utoipa::path(post, path = "/worlds/{world}/receivers", request_body = NewReceiver, responses((status = 201, description = "The receiver.", body = Value)))]
pub(super) async fn subscribe(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Body(wanted): Body<NewReceiver>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let telling = control.apis(None).filter(|api| api.webhook_format().is_some());
    let telling: Vec<_> = telling.map(|api| api.surface().code()).collect();
    if !telling.contains(&wanted.surface.as_str()) {
        let detail = format!("{} delivers events", telling.join(", "));
        return Err(Problem::invalid("/surface", detail));
    }
    if wanted.url != SINK
        && let Some(problem) = address::problem(&wanted.url)
    {
        let detail = format!("the address {problem}; give an http address, or \"sink\"");
        return Err(Problem::invalid("/url", detail));
    }
    let in_app = wanted.surface == Surface::AG.code();
    if in_app && wanted.project.is_some() {
        return Err(Problem::invalid("/project", "a receiver of AG gets the events of all users"));
    }
    let _turn = handle.enter().await;
    let project = match in_app {
        true => None,
        false => {
            let label = wanted.project.as_deref().unwrap_or("main");
            Some(handle.read(|world| prepaid::project(world, label).map(|project| project.id))?)
        }
    };
    let command = Subscribe { project, url: wanted.url, in_app };
    let receiver = act(&handle, "receivers", &command)?;
    let shown = handle.read(|world| {
        let mut shown = receiver_shown(world, &receiver);
        // Making a receiver is the one occasion on which its secret is told.
        if let Some(secret) = world.receiver_secret(&receiver) {
            shown["secret"] = json!(secret.reveal());
        }
        shown
    });
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Removes a receiver.
#[utoipa::path(delete, path = "/worlds/{world}/receivers/{id}", responses((status = 204, description = "Done.")))]
pub(super) async fn unsubscribe(
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let _turn = handle.enter().await;
    let subscription =
        handle.read(|world| found(world, &receiver).map(|found| found.external_id.clone()))?;
    act(&handle, "receivers", &Unsubscribe { subscription })?;
    Ok(StatusCode::NO_CONTENT)
}

async fn hold(control: &Control, handle: &Handle, receiver: &str, pause: bool) -> Answer {
    let turn = handle.enter().await;
    let number = handle.read(|world| found(world, receiver).map(|found| found.number))?;
    act(handle, "receivers", &PauseReceiver { receiver: number, pause })?;
    drop(turn);
    control.sender.deliver_to(handle, number).await;
    handle.read(|world| Ok(Json(receiver_shown(world, found(world, receiver)?))))
}

/// Holds the deliveries of a receiver back.
#[utoipa::path(post, path = "/worlds/{world}/receivers/{id}/pause", responses((status = 200, description = "The receiver.", body = Value)))]
pub(super) async fn pause(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Answer {
    hold(&control, &handle, &receiver, true).await
}

/// Sends the deliveries of a receiver that were held back.
#[utoipa::path(post, path = "/worlds/{world}/receivers/{id}/resume", responses((status = 200, description = "The receiver.", body = Value)))]
pub(super) async fn resume(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, receiver)): Path<(String, String)>,
) -> Answer {
    hold(&control, &handle, &receiver, false).await
}

/// Lists deliveries.
#[utoipa::path(get, path = "/worlds/{world}/deliveries", params(DeliveryFilter, Paging), responses((status = 200, description = "Deliveries.", body = Page)))]
pub(super) async fn deliveries(
    InWorld(handle): InWorld,
    Query(filter): Query<DeliveryFilter>,
    Query(paging): Query<Paging>,
) -> Listed {
    let filter = filter.check(&handle)?;
    // A copy costs next to nothing, and the world goes on while it is read.
    let all = look(&handle, |world| world.outbox.deliveries().clone());
    let all = all.values().filter(|delivery| filter.fits(delivery));
    paging.of(all, delivery_shown)
}

/// Filter of deliveries.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct DeliveryFilter {
    /// The id of a receiver, as `h-1`.
    receiver: Option<String>,
    /// The id of an event, as `e-1`.
    event: Option<String>,
    /// The state of the delivery.
    state: Option<String>,
}

/// A filter of deliveries of which each id is one that there is.
struct Filter {
    receiver: Option<u64>,
    event: Option<usize>,
    state: Option<DeliveryState>,
}

impl DeliveryFilter {
    fn check(&self, handle: &Handle) -> Result<Filter, Problem> {
        let state = self.state.as_ref().map(|text| {
            let state = DeliveryState::ALL.into_iter().find(|state| state.word() == text);
            let choices = DeliveryState::ALL.map(DeliveryState::word);
            state.ok_or_else(|| Problem::choice("?state", text, &choices))
        });
        let receiver = self.receiver.as_ref().map(|text| {
            handle.read(|world| found(world, text).map(|receiver| receiver.number)).map_err(|_| {
                let all = handle.read(|world| world.outbox.receivers().len());
                let known: Vec<_> = (1..=all).map(|number| format!("h-{number}")).collect();
                Problem::choice("?receiver", text, &known)
            })
        });
        let event = self.event.as_ref().map(|text| {
            let number = text.strip_prefix("e-").and_then(|text| text.parse::<usize>().ok());
            let all = handle.read(|world| world.events.len());
            let number = number.filter(|number| (1..=all).contains(number));
            let detail = format!("{text:?} is none of the {all} events of this world, e-1 and on");
            number.map(|number| number - 1).ok_or_else(|| Problem::invalid("?event", detail))
        });
        Ok(Filter {
            receiver: receiver.transpose()?,
            event: event.transpose()?,
            state: state.transpose()?,
        })
    }
}

impl Filter {
    fn fits(&self, delivery: &Delivery) -> bool {
        self.receiver.is_none_or(|receiver| delivery.receiver == receiver)
            && self.event.is_none_or(|event| delivery.event == event)
            && self.state.is_none_or(|state| delivery.state == state)
    }
}

/// Shows a delivery with its attempts.
#[utoipa::path(get, path = "/worlds/{world}/deliveries/{id}", params(Raw), responses((status = 200, description = "A delivery.", body = Value)))]
pub(super) async fn delivery(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, delivery)): Path<(String, String)>,
    Query(Raw { raw }): Query<Raw>,
) -> Answer {
    look(&handle, |world| {
        let number = number("delivery", "d-", &delivery)?;
        let found = world.outbox.delivery(number).ok_or_else(|| unknown("delivery", &delivery))?;
        let mut shown = delivery_shown(found);
        if raw.0 {
            add_raw(&control.sender, world, number, &mut shown);
        }
        Ok(Json(shown))
    })
}

/// Options of showing a delivery.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Raw {
    /// Shows the headers and bodies of attempts.
    #[serde(default)]
    #[param(inline, value_type = Option<Flag>)]
    raw: Flag,
}

/// Headers and body, which are the same in every attempt.
fn add_raw(sender: &WebhookSender, world: &World, number: u64, shown: &mut Value) {
    let Some((headers, body)) = sender.raw(world, number) else { return };
    let headers: Map<_, _> = headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(String::from_utf8_lossy(value.as_bytes()))))
        .collect();
    for attempt in shown["attempts"].as_array_mut().into_iter().flatten() {
        attempt["headers"] = json!(headers);
        attempt["body_base64"] = json!(STANDARD.encode(&body));
    }
}

/// Sends a delivery again.
#[utoipa::path(post, path = "/worlds/{world}/deliveries/{id}/resend", responses((status = 200, description = "The delivery.", body = Value)))]
pub(super) async fn resend(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Path((_, delivery)): Path<(String, String)>,
) -> Answer {
    let turn = handle.enter().await;
    let number = number("delivery", "d-", &delivery)?;
    let receiver = handle.read(|world| {
        let found = world.outbox.delivery(number).map(|delivery| delivery.receiver);
        found.ok_or_else(|| unknown("delivery", &delivery))
    })?;
    act(&handle, "resend", &Resend { delivery: number })?;
    drop(turn);
    control.sender.deliver_to(&handle, receiver).await;
    let shown = handle.read(|world| world.outbox.delivery(number).map(delivery_shown));
    shown.map(Json).ok_or_else(|| unknown("delivery", &delivery))
}

//! Receivers and deliveries (SB 11).

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Control, Parameters, Problem, act, entities::prepaid, input, look};
use crate::{
    gate::WebhookSender,
    world::{
        Holder, World,
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
    json!({
        "id": format!("h-{}", receiver.number),
        "surface": Holder::Project(receiver.project).surface(),
        "project": world.issuer.prepaid.projects[receiver.project].label,
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
    Problem::new(404, "item_unknown", "Nothing by that name", detail)
}

fn found<'a>(world: &'a World, id: &str) -> Result<&'a Receiver, Problem> {
    let number = number("receiver", "h-", id)?;
    world.outbox.receiver(number).ok_or_else(|| unknown("receiver", id))
}

pub(super) async fn receivers(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer {
    let items: Vec<_> = look(&control.world(&id)?, |world| {
        let active = world.outbox.receivers().iter().filter(|receiver| receiver.active);
        active.map(|receiver| receiver_shown(world, receiver)).collect()
    });
    parameters.page(items)
}

pub(super) async fn receiver(
    State(control): State<Control>,
    Path((id, receiver)): Path<(String, String)>,
) -> Answer {
    look(&control.world(&id)?, |world| Ok(Json(receiver_shown(world, found(world, &receiver)?))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewReceiver {
    surface: String,
    url: String,
    project: Option<String>,
}

pub(super) async fn subscribe(
    State(control): State<Control>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let wanted: NewReceiver = input::body(&body)?;
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
    let handle = control.world(&id)?;
    let _turn = handle.enter().await;
    let label = wanted.project.as_deref().unwrap_or("main");
    let project = handle.read(|world| prepaid::project(world, label).map(|project| project.id))?;
    let command = Subscribe { project: Some(project), url: wanted.url };
    let receiver = act(&handle, "receivers", &command)?;
    Ok((StatusCode::CREATED, Json(handle.read(|world| receiver_shown(world, &receiver)))))
}

pub(super) async fn unsubscribe(
    State(control): State<Control>,
    Path((id, receiver)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let handle = control.world(&id)?;
    let _turn = handle.enter().await;
    let subscription =
        handle.read(|world| found(world, &receiver).map(|found| found.external_id.clone()))?;
    act(&handle, "receivers", &Unsubscribe { subscription })?;
    Ok(StatusCode::NO_CONTENT)
}

async fn hold(control: &Control, id: &str, receiver: &str, pause: bool) -> Answer {
    let handle = control.world(id)?;
    let turn = handle.enter().await;
    let number = handle.read(|world| found(world, receiver).map(|found| found.number))?;
    act(&handle, "receivers", &PauseReceiver { receiver: number, pause })?;
    drop(turn);
    control.sender.deliver_to(&handle, number).await;
    handle.read(|world| Ok(Json(receiver_shown(world, found(world, receiver)?))))
}

pub(super) async fn pause(
    State(control): State<Control>,
    Path((id, receiver)): Path<(String, String)>,
) -> Answer {
    hold(&control, &id, &receiver, true).await
}

pub(super) async fn resume(
    State(control): State<Control>,
    Path((id, receiver)): Path<(String, String)>,
) -> Answer {
    hold(&control, &id, &receiver, false).await
}

pub(super) async fn deliveries(
    State(control): State<Control>,
    Path(id): Path<String>,
    parameters: Parameters,
) -> Answer {
    let handle = control.world(&id)?;
    let filter = Filter::read(&handle, &parameters)?;
    // A copy costs next to nothing, and the world goes on while it is read.
    let all = look(&handle, |world| world.outbox.deliveries().clone());
    parameters.page_of(all.values().filter(|delivery| filter.fits(delivery)), delivery_shown)
}

/// Which deliveries are asked for.
struct Filter {
    receiver: Option<u64>,
    event: Option<usize>,
    state: Option<DeliveryState>,
}

impl Filter {
    fn read(handle: &Handle, parameters: &Parameters) -> Result<Self, Problem> {
        let state = parameters.text("state").map(|text| {
            let state = DeliveryState::ALL.into_iter().find(|state| state.word() == text);
            let choices = DeliveryState::ALL.map(DeliveryState::word);
            state.ok_or_else(|| Problem::choice("?state", text, &choices))
        });
        let receiver = parameters.text("receiver").map(|text| {
            handle.read(|world| found(world, text).map(|receiver| receiver.number)).map_err(|_| {
                let all = handle.read(|world| world.outbox.receivers().len());
                let known: Vec<_> = (1..=all).map(|number| format!("h-{number}")).collect();
                Problem::choice("?receiver", text, &known)
            })
        });
        let event = parameters.text("event").map(|text| {
            let number = text.strip_prefix("e-").and_then(|text| text.parse::<usize>().ok());
            let all = handle.read(|world| world.events.len());
            let number = number.filter(|number| (1..=all).contains(number));
            let detail = format!("{text:?} is none of the {all} events of this world, e-1 and on");
            number.map(|number| number - 1).ok_or_else(|| Problem::invalid("?event", detail))
        });
        Ok(Self {
            receiver: receiver.transpose()?,
            event: event.transpose()?,
            state: state.transpose()?,
        })
    }

    fn fits(&self, delivery: &Delivery) -> bool {
        self.receiver.is_none_or(|receiver| delivery.receiver == receiver)
            && self.event.is_none_or(|event| delivery.event == event)
            && self.state.is_none_or(|state| delivery.state == state)
    }
}

pub(super) async fn delivery(
    State(control): State<Control>,
    Path((id, delivery)): Path<(String, String)>,
    parameters: Parameters,
) -> Answer {
    let raw = parameters.flag("raw")?;
    look(&control.world(&id)?, |world| {
        let number = number("delivery", "d-", &delivery)?;
        let found = world.outbox.delivery(number).ok_or_else(|| unknown("delivery", &delivery))?;
        let mut shown = delivery_shown(found);
        if raw {
            add_raw(&control.sender, world, number, &mut shown);
        }
        Ok(Json(shown))
    })
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

pub(super) async fn resend(
    State(control): State<Control>,
    Path((id, delivery)): Path<(String, String)>,
) -> Answer {
    let handle = control.world(&id)?;
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

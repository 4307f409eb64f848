//! Webhooks of this surface: body, seal and acknowledgement (ER 11.2, 11.3).

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::{orders::OrderBody, seal, transactions::TransactionBody};
use crate::{
    gate::{Answer, AttemptTimes, Content, WebhookFormat},
    issuer::{Event, EventKind},
    log::Reason,
    programs::prepaid::{Notice, Prepaid, notice::What},
    rulebook::{Rulebook, er::HookPayload},
    world::{
        Credential, World,
        outbox::{Delivery, Failure, FailureKind, ProbeKind},
    },
};

/// The deliveries of this surface.
pub(super) struct EnvelopeWebhookFormat;

impl WebhookFormat for EnvelopeWebhookFormat {
    fn write(&self, world: &World, delivery: &Delivery) -> Option<Answer> {
        let event = world.event(delivery.event)?;
        let payload = payload(world, event, Some(delivery))?;
        let mut webhook = Answer::json(StatusCode::OK, Value::Null, Reason::Ok);
        webhook.content_type = "application/json";
        webhook.content = Content::ToSeal(payload);
        let key = HeaderValue::from_str(&credential(world, delivery)?.api_token).ok()?;
        webhook.headers.push((HeaderName::from_static("api-key"), key));
        Some(webhook)
    }

    fn payload(&self, world: &World, event: usize) -> Option<Value> {
        payload(world, world.event(event)?, None)
    }

    fn seal(
        &self,
        world: &World,
        delivery: &Delivery,
        mut webhook: Answer,
        _: AttemptTimes,
    ) -> Answer {
        let Some(credential) = credential(world, delivery) else { return webhook };
        if let Content::ToSeal(payload) = &webhook.content {
            let place = format!("delivery/{}", delivery.number);
            let seed = &world.definition.seed;
            let text = payload.to_string();
            let mut envelope = seal::close(credential, seed, &world.rules, &place, &text);
            if delivery.probe == Some(ProbeKind::BadSignature) {
                spoil(&mut envelope);
            }
            webhook.content = Content::Json(envelope);
        }
        webhook
    }

    fn acknowledges(&self, rules: &Rulebook, status: u16, body: &[u8]) -> Result<(), Failure> {
        let hook = &rules.er.hook;
        if status != 200 && !(hook.ack_any_2xx && (200..300).contains(&status)) {
            return Err(Failure::status(match status {
                300..400 => format!("status {status}: a redirect is not followed"),
                _ => format!("status {status}: an acknowledgement has status 200"),
            }));
        }
        if !hook.ack_needs_body {
            return Ok(());
        }
        let wrong = |detail: String| Err(Failure::of(FailureKind::Acknowledgement, detail));
        match serde_json::from_slice::<Value>(body) {
            Ok(body) if body["success"] == true => Ok(()),
            Ok(Value::Object(body)) if body.contains_key("encrypted") => {
                wrong("the body is sealed; an acknowledgement is plain JSON".to_owned())
            }
            Ok(Value::Object(body)) if body.contains_key("success") => {
                wrong("the member \"success\" is not true".to_owned())
            }
            Ok(Value::Object(_)) => wrong("the body has no member \"success\"".to_owned()),
            Ok(_) => wrong("the body is JSON, but not an object".to_owned()),
            Err(_) if body.is_empty() => wrong("the body is empty".to_owned()),
            Err(error) => wrong(format!("the body is not JSON: {error}")),
        }
    }

    fn timeout(&self, rules: &Rulebook) -> Duration {
        let ms = u64::try_from(rules.er.hook.timeout_ms).unwrap_or(5000);
        Duration::from_millis(ms)
    }

    fn message_id(&self, _: &World, delivery: &Delivery) -> Option<String> {
        Some(delivery_id(delivery))
    }

    /// Nothing of a delivery says when it was sent, so none can be too old.
    fn probes(&self) -> &'static [ProbeKind] {
        &[ProbeKind::BadSignature, ProbeKind::UnknownType, ProbeKind::Duplicate]
    }
}

/// The id of a delivery, which one reading of AMB-ER-11 shows.
fn delivery_id(delivery: &Delivery) -> String {
    format!("d-{}", delivery.number)
}

/// Changes a character in the middle of a sealed text, which then does not open any more.
fn spoil(envelope: &mut Value) {
    let Some(text) = envelope["encrypted"].as_str() else { return };
    let mut signs: Vec<char> = text.chars().collect();
    let middle = signs.len() / 2;
    if let Some(sign) = signs.get_mut(middle) {
        *sign = if *sign == 'A' { 'B' } else { 'A' };
    }
    envelope["encrypted"] = signs.into_iter().collect::<String>().into();
}

/// The credential of the project that subscribed.
fn credential<'a>(world: &'a World, delivery: &Delivery) -> Option<&'a Credential> {
    let receiver = world.outbox.receiver(delivery.receiver)?;
    let project = world.issuer.prepaid.projects.get(receiver.audience.project()?)?;
    world.access.credentials.labelled(&project.label)
}

/// The body of an event; without a delivery, its id is null.
fn payload(world: &World, event: &Event, delivery: Option<&Delivery>) -> Option<Value> {
    let EventKind::Prepaid(notice) = &event.kind else { return None };
    let prepaid = &world.issuer.prepaid;
    let project_id = &prepaid.projects.get(notice.project)?.external_id;
    let card = prepaid.cards.get(notice.card)?;
    let user = &prepaid.users.get(card.user)?.external_user_id;
    let mut data = data(prepaid, notice)?;
    Some(match world.rules.er.amb.hook_payload {
        HookPayload::Typed => json!({
            "type": notice.kind(), "timestamp": notice.timestamp, "project_id": project_id,
            "card_id": card.external_id, "external_user_id": user, "data": data,
        }),
        HookPayload::EventEnvelope => {
            data["card_id"] = json!(card.external_id);
            data["timestamp"] = json!(notice.timestamp);
            json!({"event_type": notice.kind(), "project_id": project_id,
                   "delivery_id": delivery.map(delivery_id), "data": data})
        }
    })
}

fn data(prepaid: &Prepaid, notice: &Notice) -> Option<Value> {
    Some(match &notice.what {
        What::Order(order) => {
            json!(OrderBody::of(prepaid, order, prepaid.cards.get(order.card)?))
        }
        What::CardStatus { previous, status, order } => {
            let order = order.and_then(|order| prepaid.orders.get(order));
            json!({"previous_status": previous.word(), "status": status.word(),
                   "order_id": order.map(|order| order.external_id.clone())})
        }
        What::Transaction(row) => json!(TransactionBody::of(prepaid, row)),
    })
}

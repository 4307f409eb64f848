//! Deliveries of events to receivers (AG 7.4).

use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::payload::{event_id, payload, plain_payload};
use crate::{
    crypto::signature,
    gate::{Answer, AttemptTimes, Content, WebhookFormat},
    log::Reason,
    world::{
        World,
        outbox::{Delivery, ProbeKind},
    },
};

const EVENT_ID: HeaderName = HeaderName::from_static("x-agio-event-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-agio-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-agio-signature");

/// The deliveries of this surface.
pub(in crate::in_app) struct InAppWebhookFormat;

impl WebhookFormat for InAppWebhookFormat {
    fn write(&self, world: &World, delivery: &Delivery) -> Option<Answer> {
        let event = world.event(delivery.event)?;
        let payload = payload(world, delivery.event, event)?;
        let id = HeaderValue::from_str(payload["id"].as_str()?).ok()?;
        let mut webhook = Answer::json(StatusCode::OK, payload, Reason::Ok);
        webhook.content_type = "application/json";
        webhook.headers.push((EVENT_ID, id));
        Some(webhook)
    }

    fn payload(&self, world: &World, event: usize) -> Option<Value> {
        plain_payload(world, event, world.event(event)?)
    }

    /// Signs the body as it leaves, unless a deviation has put another signature there.
    fn seal(
        &self,
        world: &World,
        delivery: &Delivery,
        mut webhook: Answer,
        times: AttemptTimes,
    ) -> Answer {
        let receiver = world.outbox.receiver(delivery.receiver);
        let secrets = receiver.map(|receiver| world.webhook_secrets(receiver, times.at));
        let Some(secret) = secrets.and_then(|all| all.into_iter().next()) else { return webhook };
        let key = match delivery.probe {
            Some(ProbeKind::BadSignature) => "another secret",
            Some(ProbeKind::OldTimestamp | ProbeKind::UnknownType | ProbeKind::Duplicate)
            | None => secret.reveal(),
        };
        let body = webhook.content.bytes();
        let timestamp = times.stamp.as_millisecond().to_string();
        let signed = [timestamp.as_bytes(), b".", &body];
        let digest = hex::encode(signature::digest(key.as_bytes(), &signed));
        for (name, value) in [(TIMESTAMP, timestamp), (SIGNATURE, digest)] {
            webhook.complete_header(name, &value);
        }
        webhook.content = Content::Bytes(body);
        webhook
    }

    fn message_id(&self, _: &World, delivery: &Delivery) -> Option<String> {
        Some(event_id(delivery.event))
    }
}

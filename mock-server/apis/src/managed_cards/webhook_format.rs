//! Webhooks of this surface by Standard Webhooks: headers, signature, acknowledgement (MC 14.3,
//! 14.4).

use std::fmt::Write as _;

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, StatusCode},
};
use jiff::Timestamp;
use serde_json::Value;

use super::webhook_body::body;
use crate::{
    crypto::{Secret, standard_webhooks},
    gate::{Answer, AttemptTimes, Content, WebhookFormat},
    log::Reason,
    rulebook::{Rulebook, mc::TimestampClock},
    world::{
        World,
        outbox::{Delivery, ProbeKind},
    },
    worlds::HeadStart,
};

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// The deliveries of this surface.
pub(super) struct ManagedWebhookFormat;

impl WebhookFormat for ManagedWebhookFormat {
    fn write(&self, world: &World, delivery: &Delivery) -> Option<Answer> {
        let event = world.event(delivery.event)?;
        let id = HeaderValue::from_str(delivery.message_id.as_ref()?).ok()?;
        let mut webhook = Answer::json(StatusCode::OK, body(world, event)?, Reason::Ok);
        webhook.content_type = "application/json";
        webhook.headers.push((ID, id));
        Some(webhook)
    }

    fn payload(&self, world: &World, event: usize) -> Option<Value> {
        body(world, world.event(event)?)
    }

    /// Signs the body as it leaves, unless a deviation has put another signature there.
    fn seal(
        &self,
        world: &World,
        delivery: &Delivery,
        mut webhook: Answer,
        times: AttemptTimes,
    ) -> Answer {
        let body = webhook.content.bytes();
        let signed = match world.rules.mc.hook.signs_escaped_body {
            true => escaped(&body),
            false => body.clone(),
        };
        let timestamp = times.stamp.as_second().to_string();
        // Behind the id that was written may stand the one of a deviation, which counts then.
        let ids = webhook.headers.iter().rev();
        let id = ids.filter(|(name, _)| *name == ID).map(|(_, id)| id.clone()).next();
        let secrets = match delivery.probe {
            Some(ProbeKind::BadSignature) => vec![Secret::new("another secret")],
            Some(ProbeKind::OldTimestamp | ProbeKind::UnknownType | ProbeKind::Duplicate)
            | None => {
                let receiver = world.outbox.receiver(delivery.receiver);
                receiver.map(|one| world.webhook_secrets(one, times.at)).unwrap_or_default()
            }
        };
        let id = id.as_ref().map_or(&b""[..], HeaderValue::as_bytes);
        let sign = |secret: &Secret| standard_webhooks::sign(secret, id, &timestamp, &signed);
        let signatures = secrets.iter().map(sign).collect::<Vec<_>>().join(" ");
        for (name, value) in [(TIMESTAMP, timestamp.clone()), (SIGNATURE, signatures)] {
            webhook.complete_header(name, &value);
        }
        webhook.content = Content::Bytes(body);
        webhook
    }

    fn message_id(&self, _: &World, delivery: &Delivery) -> Option<String> {
        delivery.message_id.clone()
    }

    fn stamp(&self, rules: &Rulebook, due: Timestamp, real: Timestamp) -> Timestamp {
        match rules.mc.hook.timestamp_clock {
            TimestampClock::World => due,
            TimestampClock::Real => real,
        }
    }

    fn head_start(&self) -> HeadStart {
        HeadStart::WholeAnswer
    }

    fn follows_redirects(&self, rules: &Rulebook) -> bool {
        rules.mc.hook.follows_redirects
    }

    fn switches_off(&self, status: u16) -> bool {
        status == 410
    }
}

/// A body in which every character beyond ASCII is escaped, as some JSON libraries write it.
fn escaped(body: &[u8]) -> Bytes {
    let mut text = String::new();
    for sign in String::from_utf8_lossy(body).chars() {
        if sign.is_ascii() {
            text.push(sign);
            continue;
        }
        for unit in sign.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beyond_ascii_is_escaped_in_utf_16() {
        let body = escaped(r#"{"a":"é😀"}"#.as_bytes());
        assert_eq!(body, r#"{"a":"\u00e9\ud83d\ude00"}"#);
    }
}

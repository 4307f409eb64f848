//! The bytes of one attempt: written, changed by deviations, signed or sealed.

use axum::http::{HeaderMap, header};
use serde_json::{Value, json};

use super::{AttemptTimes, WebhookFormat};
use crate::{
    gate::{Answer, Content, Done, rewrite},
    log::Reason,
    world::{
        World,
        outbox::{Delivery, ProbeKind},
    },
};

/// Type of the event of a probe, which no document names.
const UNKNOWN_TYPE: &str = "sandbox.unknown";

/// Members that hold the type of an event, in the forms that bodies have.
const TYPES: [&str; 2] = ["type", "event_type"];

/// Headers and body of an attempt; none when its event is gone.
pub(super) fn written(
    world: &World,
    format: &dyn WebhookFormat,
    delivery: &Delivery,
    (no, times): (u64, AttemptTimes),
) -> Option<(HeaderMap, Vec<u8>)> {
    let mut webhook = format.write(world, delivery)?;
    if delivery.probe == Some(ProbeKind::UnknownType) {
        retype(&mut webhook);
    }
    let reason = if no > 1 { Reason::Repeated } else { Reason::Ok };
    let operation = "webhook.attempt".to_owned();
    webhook.done = vec![Done { operation, key: None, reason }];
    let webhook = format.seal(world, delivery, rewrite::answer(world, webhook), times);
    let mut headers = HeaderMap::new();
    for (name, value) in webhook.headers {
        headers.insert(name, value);
    }
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(webhook.content_type));
    Some((headers, webhook.content.bytes().to_vec()))
}

fn retype(webhook: &mut Answer) {
    let (Content::Json(Value::Object(members)) | Content::ToSeal(Value::Object(members))) =
        &mut webhook.content
    else {
        return;
    };
    for name in TYPES {
        if let Some(member) = members.get_mut(name) {
            *member = json!(UNKNOWN_TYPE);
        }
    }
}

//! A delivery as the control plane shows it.

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    gate::{AttemptTimes, WebhookSender},
    log::DeliveryMark,
    world::{
        World,
        clock::written,
        outbox::{Attempt, Delivery, DeliveryState, FailureKind, ProbeKind, Trigger},
    },
};

/// A delivery of an event to a receiver.
#[derive(Serialize, ToSchema)]
#[schema(as = Delivery)]
pub(in crate::control) struct DeliveryBody {
    /// `d-` and its number.
    id: String,
    /// Id of the event, as `e-1`.
    event: String,
    /// Id of the receiver, as `h-1`.
    receiver: String,
    /// Id by which the receiver recognises the delivery; null when its event is gone.
    #[schema(required)]
    message_id: Option<String>,
    state: DeliveryState,
    /// Oddity of a delivery that is a probe.
    #[serde(skip_serializing_if = "Option::is_none")]
    probe: Option<ProbeKind>,
    /// Attempts that have ended, in that order.
    attempts: Vec<AttemptBody>,
    /// World time of the next attempt; null when none is planned.
    #[schema(required)]
    next_at: Option<String>,
    /// Number of attempts in flight.
    under_way: usize,
}

/// An attempt.
#[derive(Serialize, ToSchema)]
#[schema(as = Attempt)]
struct AttemptBody {
    /// From 1.
    no: usize,
    trigger: Trigger,
    /// World time at which it was due.
    at: String,
    /// HTTP status; null without an answer.
    #[schema(required)]
    status: Option<u16>,
    /// Real time that it took, in milliseconds.
    took_ms: i64,
    /// Kind of failure, when the status is not the reason.
    #[schema(required)]
    error: Option<FailureKind>,
    /// Explanation of a failure, for people.
    #[schema(required)]
    detail: Option<String>,
    /// Beginning of the answer's body.
    body_start: String,
    /// With `raw=true`: the headers that were sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<BTreeMap<String, String>>,
    /// With `raw=true`: the body that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl AttemptBody {
    fn of(no: usize, attempt: &Attempt) -> Self {
        let failure = attempt.failure.as_ref();
        Self {
            no,
            trigger: attempt.trigger,
            at: written(attempt.at),
            status: attempt.status,
            took_ms: attempt.took_ms,
            error: failure.and_then(|failure| failure.error),
            detail: failure.map(|failure| failure.detail.clone()),
            body_start: attempt.body_start.clone(),
            headers: None,
            body_base64: None,
        }
    }
}

impl DeliveryBody {
    /// A delivery without the bytes of its attempts.
    pub(super) fn of(sender: &WebhookSender, world: &World, delivery: &Delivery) -> Self {
        let attempts = (1..).zip(&delivery.attempts);
        Self {
            id: format!("d-{}", delivery.number),
            event: format!("e-{}", delivery.event + 1),
            receiver: format!("h-{}", delivery.receiver),
            message_id: sender.message_id(world, delivery),
            state: delivery.state,
            probe: delivery.probe,
            attempts: attempts.map(|(no, attempt)| AttemptBody::of(no, attempt)).collect(),
            next_at: delivery.next_at.map(written),
            under_way: delivery.under_way.len(),
        }
    }

    /// A delivery as it was at a moment; none when it is forgotten.
    pub(in crate::control) fn at(
        sender: &WebhookSender,
        world: &World,
        mark: DeliveryMark,
    ) -> Option<Self> {
        let mut shown = Self::of(sender, world, world.outbox.delivery(mark.number)?);
        shown.state = mark.state;
        shown.attempts.truncate(mark.attempts);
        shown.next_at = mark.next_at.map(written);
        Some(shown)
    }

    /// A delivery with headers and body of each attempt.
    pub(super) fn raw(sender: &WebhookSender, world: &World, delivery: &Delivery) -> Self {
        let mut shown = Self::of(sender, world, delivery);
        for (body, attempt) in shown.attempts.iter_mut().zip(&delivery.attempts) {
            let times = AttemptTimes { at: attempt.at, stamp: attempt.stamp };
            let sent = sender.raw(world, (delivery.number, attempt.no), times);
            let Some((headers, bytes)) = sent else { continue };
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let headers = headers.iter();
            let headers = headers.map(|(name, value)| (name.to_string(), text(value.as_bytes())));
            body.headers = Some(headers.collect());
            body.body_base64 = Some(STANDARD.encode(&bytes));
        }
        shown
    }
}

//! The log of deliveries: read, and one sent again (MC 14.5). Only the staff gets here.

use std::sync::LazyLock;

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    call::{Call, Outcome},
    checks::{DELIVERABLE, DELIVERY},
    codes::Code,
    error::ApiError,
    formats::time,
    values,
};
use crate::{
    gate::{Answer, RequestContext, WebhookSender},
    issuer::EventKind,
    log::Reason,
    webhook_format,
    world::{
        World,
        commands::{AcknowledgeDelivery, ReceiverError, RecordAttempt, Resend},
        outbox::{self, Delivery, DeliveryState, FailureKind, Trigger, address},
    },
    worlds::Handle,
};

/// Sends what the staff asks for.
static SENDER: LazyLock<WebhookSender> = LazyLock::new(|| WebhookSender::new(webhook_format));

/// A delivery.
#[derive(Serialize, ToSchema)]
#[schema(as = Delivery)]
pub(super) struct DeliveryBody {
    /// That of the header `webhook-id`.
    #[schema(value_type = values::Reference)]
    delivery_id: String,
    /// That of the body's `id`.
    #[schema(value_type = values::Reference)]
    event_id: String,
    #[schema(extensions(("x-class" = json!("plain"))))]
    event_type: &'static str,
    /// The receiver, without user and query.
    #[schema(extensions(("x-class" = json!("plain"))))]
    endpoint: String,
    #[schema(value_type = values::DeliveryStatus)]
    status: &'static str,
    /// Attempts that have ended, in that order.
    attempts: Vec<AttemptBody>,
    #[schema(required, value_type = Option<values::Time>)]
    next_attempt_at: Option<String>,
    #[schema(value_type = values::Time)]
    created_at: String,
}

/// An attempt of a delivery.
#[derive(Serialize, ToSchema)]
#[schema(as = DeliveryAttempt)]
pub(super) struct AttemptBody {
    /// From 1.
    number: usize,
    #[schema(value_type = values::DeliveryTrigger)]
    trigger: &'static str,
    #[schema(value_type = values::Time)]
    at: String,
    /// Null when there was no answer.
    #[schema(required)]
    response_code: Option<u16>,
    #[schema(required, value_type = Option<values::DeliveryError>)]
    error: Option<&'static str>,
}

impl AttemptBody {
    fn of(number: usize, attempt: &outbox::Attempt) -> Self {
        let is_redirect = attempt.status.is_some_and(|status| (300..400).contains(&status));
        let kind = attempt.failure.as_ref().and_then(|failure| failure.error);
        let error = match kind {
            Some(FailureKind::Timeout) => Some("timeout"),
            Some(FailureKind::Tls) => Some("tls_failed"),
            Some(
                FailureKind::UnknownHost
                | FailureKind::NoConnection
                | FailureKind::BrokenOff
                | FailureKind::NotHttp
                | FailureKind::Acknowledgement,
            ) => Some("connection_failed"),
            None if is_redirect => Some("redirect"),
            None => None,
        };
        let trigger = match attempt.trigger {
            Trigger::Schedule | Trigger::Copy => "schedule",
            Trigger::Manual => "manual",
        };
        let at = time(attempt.at);
        Self { number, trigger, at, response_code: attempt.status, error }
    }
}

impl DeliveryBody {
    fn of(world: &World, delivery: &Delivery) -> Option<Self> {
        let EventKind::Managed(notice) = &world.events.get(delivery.event)?.kind else {
            return None;
        };
        let receiver = world.outbox.receiver(delivery.receiver)?;
        let attempts = (1..).zip(&delivery.attempts);
        Some(Self {
            delivery_id: delivery.message_id.clone()?,
            event_id: notice.id.clone(),
            event_type: notice.name(),
            endpoint: address::masked(&receiver.url),
            status: status(delivery.state),
            attempts: attempts.map(|(number, one)| AttemptBody::of(number, one)).collect(),
            next_attempt_at: delivery.next_at.map(time),
            created_at: time(delivery.created_at),
        })
    }
}

/// The state of a delivery in the words of the log (SB 11).
fn status(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Queued | DeliveryState::Retrying | DeliveryState::Held => "pending",
        DeliveryState::Delivered => "succeeded",
        DeliveryState::Failed => "failed",
        DeliveryState::Canceled => "canceled",
    }
}

/// The oldest delivery with this id.
fn found<'w>(world: &'w World, id: &str) -> Option<&'w Delivery> {
    let mut all = world.outbox.deliveries().values();
    all.find(|delivery| delivery.message_id.as_deref() == Some(id))
}

impl From<ReceiverError> for ApiError {
    /// A delivery whose endpoint was removed is as good as none.
    fn from(no: ReceiverError) -> Self {
        match no {
            ReceiverError::NotYours
            | ReceiverError::Unknown
            | ReceiverError::TooMany
            | ReceiverError::Removed
            | ReceiverError::NotHeld(_)
            | ReceiverError::NothingYet
            | ReceiverError::TooManyDeliveries(_)
            | ReceiverError::TakenBack
            | ReceiverError::TooManySecrets(_) => Self::of(Code::NotFound),
        }
    }
}

/// `deliveries.get`.
pub(super) fn get(call: &Call<'_>) -> Outcome {
    let body = call.context.read(|world| {
        found(world, call.reference).and_then(|delivery| DeliveryBody::of(world, delivery))
    });
    call.done(&body.ok_or_else(|| ApiError::of(Code::NotFound))?)
}

/// `deliveries.retry`: one attempt now. The answer waits for its end.
pub(super) fn retry(call: &Call<'_>) -> Outcome {
    let number = call.context.read(|world| found(world, call.reference).map(|one| one.number));
    let number = number.ok_or_else(|| ApiError::of(Code::NotFound));
    let number = call.context.holds(DELIVERY, number, ApiError::detail)?;
    call.empty()?;
    let resend = Resend { delivery: number };
    let mut why = String::new();
    let open = call.would(&resend).map_err(|no| {
        why = no.to_string();
        ApiError::from(no)
    });
    call.context.holds(DELIVERABLE, open, |_| why)?;
    call.act(&resend)?;
    call.context.await_delivery(number);
    get(call)
}

/// The answer to a retry that is explained, as it would be after an attempt that is acknowledged.
pub(super) fn foretold(context: &RequestContext, number: u64) -> Option<Answer> {
    let under_way = context.read(|world| Some(world.outbox.delivery(number)?.under_way.clone()))?;
    for (no, begun) in under_way {
        let (at, trigger) = (begun.at, begun.trigger);
        let (status, failure, body_start) = (Some(200), None, String::new());
        let attempt =
            outbox::Attempt { no, trigger, at, stamp: at, status, took_ms: 0, failure, body_start };
        context.act("webhook.attempt", &RecordAttempt { delivery: number, attempt }).ok()?;
    }
    context.act("webhook.acknowledge", &AcknowledgeDelivery { delivery: number }).ok()?;
    context.read(|world| shown(world, number))
}

/// The answer to a retry, after its attempt.
pub(super) async fn delivered(handle: &Handle, number: u64) -> Option<Answer> {
    let receiver = handle.read(|world| world.outbox.delivery(number).map(|one| one.receiver))?;
    SENDER.deliver_to(handle, receiver).await;
    handle.read(|world| shown(world, number))
}

/// The answer that shows a delivery.
fn shown(world: &World, number: u64) -> Option<Answer> {
    let body = DeliveryBody::of(world, world.outbox.delivery(number)?)?;
    let mut answer = Answer::json(StatusCode::OK, serde_json::to_value(body).ok()?, Reason::Ok);
    answer.content_type = "application/json";
    Some(answer)
}

//! Sending of webhooks. Only the sending is a task; the schedule and the results of attempts are
//! data of the world.
//!
//! Every attempt is a task of its own, so that no receiver waits for another one. First attempts to
//! one address go out in the order of the events; a repeated attempt delays nothing (ER 11.2).

mod transport;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use axum::http::{HeaderMap, header};
use jiff::Timestamp;

use super::{Answer, Content, Done, rewrite};
use crate::{
    log::Reason,
    rulebook::Rulebook,
    surface::Surface,
    world::{
        World, clock,
        commands::{AcknowledgeDelivery, RecordAttempt},
        outbox::{Attempt, BODY_START, Delivery, Failure, SINK, Ticket, address},
    },
    worlds::{AttemptPermit, Handle},
};
use transport::{Outcome, OutgoingWebhook, Transport};

/// Format of a surface's webhooks.
pub trait WebhookFormat: Send + Sync + 'static {
    /// Headers and body of a delivery before encryption, so that deviations can change them; none
    /// when the event is gone.
    fn write(&self, world: &World, delivery: &Delivery) -> Option<Answer>;

    /// Last step on a delivery: encrypts it where the surface does so.
    fn seal(&self, world: &World, delivery: &Delivery, webhook: Answer) -> Answer;

    /// Judges the receiver's answer; an error is the reason why it does not acknowledge the
    /// delivery.
    fn acknowledges(&self, rules: &Rulebook, status: u16, body: &[u8]) -> Result<(), Failure>;

    /// Time that a receiver has to answer, in real time.
    fn timeout(&self, rules: &Rulebook) -> Duration;
}

/// Looks up the webhook format of a surface; none for surfaces without webhooks.
pub type WebhookFormats = fn(Surface) -> Option<&'static dyn WebhookFormat>;

/// Sends the deliveries of all worlds.
#[derive(Clone)]
pub struct WebhookSender {
    formats: WebhookFormats,
    transport: Arc<Transport>,
}

/// An attempt that is about to be sent.
struct DueWebhook {
    due: Timestamp,
    webhook: OutgoingWebhook,
}

impl WebhookSender {
    /// A sender for the surfaces that have a format.
    pub fn new(formats: WebhookFormats) -> Self {
        Self { formats, transport: Arc::default() }
    }

    /// Webhook format of the surface whose receiver gets the delivery.
    fn format(&self, world: &World, delivery: &Delivery) -> Option<&'static dyn WebhookFormat> {
        (self.formats)(world.outbox.receiver(delivery.receiver)?.audience.surface())
    }

    /// Starts every attempt that is due in a world and returns which ones; does not wait for their
    /// answers.
    pub fn dispatch(&self, handle: &Handle) -> BTreeSet<Ticket> {
        let begin = |mut permit: AttemptPermit| {
            let (sender, handle) = (self.clone(), handle.clone());
            let ticket = permit.ticket();
            tokio::spawn(async move {
                permit.turn().await;
                sender.send(&handle, ticket).await;
                drop(permit);
            });
            ticket
        };
        handle.settle();
        handle.start_due().into_iter().map(begin).collect()
    }

    /// Starts every attempt that is due in a world and waits until all attempts in flight have
    /// ended.
    pub async fn deliver(&self, handle: &Handle) {
        self.dispatch(handle);
        handle.wait_for(&handle.in_flight()).await;
    }

    /// Starts every attempt that is due in a world and waits for those to one receiver. It does not
    /// wait when another attempt to the same host is in flight: the caller may be that receiver,
    /// which would then wait for itself.
    pub async fn deliver_to(&self, handle: &Handle, receiver: u64) {
        let url = handle.read(|world| world.outbox.receiver(receiver).map(|one| one.url.clone()));
        let authority = url.as_deref().map(address::authority);
        let same = |other: &str| Some(address::authority(other)) == authority;
        let may_be_asking = url.as_deref() != Some(SINK) && handle.is_sending_to(same);
        let begun = self.dispatch(handle);
        let ours = |(delivery, _): &Ticket| {
            handle.read(|world| world.outbox.delivery(*delivery).map(|one| one.receiver))
                == Some(receiver)
        };
        if !may_be_asking {
            handle.wait_for(&begun.into_iter().filter(ours).collect()).await;
        }
    }

    /// Headers and body of a delivery, as its next attempt would send them.
    pub fn raw(&self, world: &World, number: u64) -> Option<(HeaderMap, Vec<u8>)> {
        let delivery = world.outbox.delivery(number)?;
        let format = self.format(world, delivery)?;
        let mut webhook = format.write(world, delivery)?;
        let repeated = !delivery.attempts.is_empty();
        let reason = if repeated { Reason::Repeated } else { Reason::Ok };
        let operation = "webhook.attempt".to_owned();
        webhook.done = vec![Done { operation, key: None, reason }];
        let webhook = format.seal(world, delivery, rewrite::answer(world, webhook));
        let mut headers = HeaderMap::new();
        for (name, value) in webhook.headers {
            headers.insert(name, value);
        }
        headers
            .insert(header::CONTENT_TYPE, header::HeaderValue::from_static(webhook.content_type));
        let body = match webhook.content {
            Content::Json(value) | Content::ToSeal(value) => value.to_string().into_bytes(),
            Content::Bytes(bytes) => bytes.to_vec(),
        };
        Some((headers, body))
    }

    fn webhook(&self, world: &World, (number, no): Ticket) -> Option<DueWebhook> {
        let delivery = world.outbox.delivery(number)?;
        let due = *delivery.under_way.get(&no)?;
        let url = world.outbox.receiver(delivery.receiver)?.url.clone();
        let (headers, body) = self.raw(world, number)?;
        let timeout = self.format(world, delivery)?.timeout(&world.rules);
        Some(DueWebhook { due, webhook: OutgoingWebhook { url, headers, body, timeout } })
    }

    async fn send(&self, handle: &Handle, (delivery, no): Ticket) {
        // An attempt of a deleted world, or one that was canceled meanwhile, is dropped.
        let webhook = handle.read(|world| self.webhook(world, (delivery, no)));
        let Some(webhook) = webhook.filter(|_| !handle.is_over()) else { return };
        let began = clock::real_now();
        let outcome = match webhook.webhook.url.as_str() {
            SINK => acknowledged(),
            _ => self.transport.post(&webhook.webhook).await,
        };
        let took_ms = clock::real_now().duration_since(began).as_millis();
        let took_ms = i64::try_from(took_ms).unwrap_or(i64::MAX);
        tracing::debug!(world = handle.id(), delivery, no, ?outcome.status, "a delivery was tried");
        handle.in_one_step(|transaction| {
            let world = transaction.world();
            let stored = world.outbox.delivery(delivery);
            let format = stored.and_then(|delivery| self.format(world, delivery));
            let failure = match (outcome.failure, outcome.status, format) {
                (None, Some(status), Some(format)) => {
                    format.acknowledges(&world.rules, status, &outcome.body).err()
                }
                (failure, ..) => failure,
            };
            let is_acknowledged = failure.is_none();
            let body_start = beginning(&outcome.body);
            let status = outcome.status;
            let attempt = Attempt { at: webhook.due, status, took_ms, failure, body_start };
            let record = RecordAttempt { delivery, no, attempt };
            // The receiver may have been removed meanwhile; then the result is of no interest.
            let recorded = transaction.act("webhook.attempt", &record).is_ok();
            if recorded && is_acknowledged {
                let _ = transaction.act("webhook.acknowledge", &AcknowledgeDelivery { delivery });
            }
        });
    }
}

/// Answer of the sandbox's built-in receiver, which acknowledges everything.
fn acknowledged() -> Outcome {
    let body = br#"{"success":true}"#.to_vec();
    Outcome { status: Some(200), body, failure: None }
}

/// First [`BODY_START`] characters of an answer.
fn beginning(body: &[u8]) -> String {
    // No character has more than four bytes.
    let start = &body[..body.len().min(4 * BODY_START)];
    String::from_utf8_lossy(start).chars().take(BODY_START).collect()
}

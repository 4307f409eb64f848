//! Sending of webhooks. Only the sending is a task; the schedule and the results of attempts are
//! data of the world.
//!
//! Every attempt is a task of its own, so that no receiver waits for another one. First attempts to
//! one address go out in the order of the events; a repeated attempt delays nothing (ER 11.2).

mod format;
mod message;
mod transport;

use std::{cell::Cell, collections::BTreeSet, sync::Arc, time::Duration};

use axum::http::HeaderMap;

pub use format::{AttemptTimes, WebhookFormat};

use crate::{
    metrics::AttemptLabels,
    surface::Surface,
    world::{
        World, clock,
        commands::{AcknowledgeDelivery, RecordAttempt, SwitchOffReceiver},
        outbox::{Attempt, BODY_START, Begun, Delivery, Failure, ProbeKind, SINK, Ticket, address},
    },
    worlds::{AttemptPermit, Handle, HeadStart},
};
use format::WebhookFormats;
use transport::{Outcome, OutgoingWebhook, Transport};

/// Sends the deliveries of all worlds.
#[derive(Clone)]
pub struct WebhookSender {
    formats: WebhookFormats,
    transport: Arc<Transport>,
}

/// An attempt that is about to be sent.
struct DueWebhook {
    begun: Begun,
    times: AttemptTimes,
    webhook: OutgoingWebhook,
}

/// Age that the timestamp of a probe pretends, in seconds; receivers take 300 at most.
const OLD: i64 = 600;

impl WebhookSender {
    /// A sender for the surfaces that have a format.
    pub fn new(
        formats: impl Fn(Surface) -> Option<&'static dyn WebhookFormat> + Send + Sync + 'static,
    ) -> Self {
        Self { formats: Arc::new(formats), transport: Arc::default() }
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
            let head_start = handle.read(|world| self.head_start(world, ticket));
            tokio::spawn(async move {
                permit.turn(head_start).await;
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

    /// Wait of an attempt for the one before it.
    fn head_start(&self, world: &World, (number, _): Ticket) -> HeadStart {
        let delivery = world.outbox.delivery(number);
        let format = delivery.and_then(|delivery| self.format(world, delivery));
        format.map_or(HeadStart::Short, WebhookFormat::head_start)
    }

    /// Headers and body of an attempt, as it was or would be sent.
    pub fn raw(
        &self,
        world: &World,
        (number, no): Ticket,
        times: AttemptTimes,
    ) -> Option<(HeaderMap, Vec<u8>)> {
        let delivery = world.outbox.delivery(number)?;
        let format = self.format(world, delivery)?;
        message::written(world, format, delivery, (no, times))
    }

    /// Id of a delivery in the words of its surface.
    pub fn message_id(&self, world: &World, delivery: &Delivery) -> Option<String> {
        self.format(world, delivery)?.message_id(world, delivery)
    }

    fn webhook(&self, world: &World, (number, no): Ticket) -> Option<DueWebhook> {
        let delivery = world.outbox.delivery(number)?;
        let begun = *delivery.under_way.get(&no)?;
        let receiver = world.outbox.receiver(delivery.receiver)?;
        let format = self.format(world, delivery)?;
        let stamp = format.stamp(&world.rules, begun.at, clock::real_now());
        let stamp = match delivery.probe {
            Some(ProbeKind::OldTimestamp) => {
                let age = jiff::SignedDuration::from_secs(OLD);
                stamp.checked_sub(age).unwrap_or(stamp)
            }
            Some(ProbeKind::BadSignature | ProbeKind::UnknownType | ProbeKind::Duplicate)
            | None => stamp,
        };
        let times = AttemptTimes { at: begun.at, stamp };
        let (headers, body) = message::written(world, format, delivery, (no, times))?;
        let usual = || format.timeout(&world.rules);
        let webhook = OutgoingWebhook {
            url: receiver.url.clone(),
            headers,
            body,
            timeout: receiver.timeout_ms.map_or_else(usual, Duration::from_millis),
            follows_redirects: format.follows_redirects(&world.rules),
        };
        Some(DueWebhook { begun, times, webhook })
    }

    /// Counts the deviations without which the attempt would be another one.
    fn count_hits(&self, handle: &Handle, ticket: Ticket, due: &DueWebhook) {
        let hits: Vec<_> = handle.read(|world| {
            let ids = world.deviations.iter().map(|active| active.id.clone());
            let differs = |id: &String| {
                let usual = self.webhook(&world.without(id), ticket);
                usual.is_none_or(|usual| usual.webhook != due.webhook)
            };
            ids.filter(differs).collect()
        });
        for id in hits {
            handle.hit(&id);
        }
    }

    async fn send(&self, handle: &Handle, (delivery, no): Ticket) {
        // An attempt of a deleted world, or one that was canceled meanwhile, is dropped.
        let webhook = handle.read(|world| self.webhook(world, (delivery, no)));
        let Some(webhook) = webhook.filter(|_| !handle.is_over()) else { return };
        // Nobody hears of an event that may be taken back.
        if handle.stored().await.is_err() {
            return;
        }
        self.count_hits(handle, (delivery, no), &webhook);
        let began = clock::real_now();
        let outcome = match webhook.webhook.url.as_str() {
            SINK => acknowledged(),
            _ => self.transport.post(&webhook.webhook).await,
        };
        let took_ms = clock::real_now().duration_since(began).as_millis();
        let took_ms = i64::try_from(took_ms).unwrap_or(i64::MAX);
        tracing::debug!(world = handle.id(), delivery, no, ?outcome.status, "a delivery was tried");
        // The outcome is one record, and does not come between the commands of a request.
        let _permit = handle.enter_for_attempt().await;
        // The step runs in copies of the world too; the last run is the one that counts.
        let result = Cell::new(None);
        handle.in_one_counted_step(|transaction| {
            let world = transaction.world();
            let stored = world.outbox.delivery(delivery);
            let format = stored.and_then(|delivery| self.format(world, delivery));
            let failure = match (outcome.failure.clone(), outcome.status, format) {
                (None, Some(status), Some(format)) => {
                    format.acknowledges(&world.rules, status, &outcome.body).err()
                }
                (failure, ..) => failure,
            };
            let is_acknowledged = failure.is_none();
            let receiver = stored.and_then(|stored| world.outbox.receiver(stored.receiver));
            result.set(receiver.map(|receiver| AttemptLabels {
                surface: receiver.audience.surface().code(),
                result: failure.as_ref().map_or("acknowledged", Failure::word),
            }));
            let body_start = beginning(&outcome.body);
            let status = outcome.status;
            let switches_off =
                status.zip(format).is_some_and(|(status, format)| format.switches_off(status));
            let Begun { trigger, .. } = webhook.begun;
            let AttemptTimes { at, stamp } = webhook.times;
            let attempt = Attempt { no, trigger, at, stamp, status, took_ms, failure, body_start };
            let record = RecordAttempt { delivery, attempt };
            // The receiver may have been removed meanwhile; then the result is of no interest.
            let recorded = transaction.act("webhook.attempt", &record).is_ok();
            if recorded && is_acknowledged {
                let _ = transaction.act("webhook.acknowledge", &AcknowledgeDelivery { delivery });
            }
            if recorded && switches_off {
                let _ = transaction.act("webhook.switch_off", &SwitchOffReceiver { delivery });
            }
        });
        if let Some((metrics, labels)) = handle.metrics().zip(result.into_inner()) {
            metrics.webhook_attempts.get_or_create(&labels).inc();
        }
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

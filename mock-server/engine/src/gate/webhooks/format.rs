//! The form of a surface's webhooks.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use serde_json::Value;

use crate::{
    gate::Answer,
    rulebook::Rulebook,
    surface::Surface,
    world::{
        World,
        outbox::{Delivery, Failure, ProbeKind},
    },
    worlds::HeadStart,
};

/// Time that a receiver has to answer where the API does not say another (SB 11).
const TIMEOUT: Duration = Duration::from_secs(5);

/// Times of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptTimes {
    /// World time at which it is due; the secrets of that time count.
    pub at: Timestamp,
    /// Timestamp that it carries.
    pub stamp: Timestamp,
}

/// Format of a surface's webhooks.
pub trait WebhookFormat: Send + Sync + 'static {
    /// Headers and body of a delivery before it is signed or encrypted, so that deviations can change
    /// them; none when the event is gone.
    fn write(&self, world: &World, delivery: &Delivery) -> Option<Answer>;

    /// Body of the event at a place of the world's list, from 0, as receivers are sent it, before
    /// deviations change it and it is signed or encrypted; none of an event of another surface.
    fn payload(&self, world: &World, event: usize) -> Option<Value>;

    /// Last step on an attempt: signs or encrypts it, badly where the delivery is such a probe.
    fn seal(
        &self,
        world: &World,
        delivery: &Delivery,
        webhook: Answer,
        times: AttemptTimes,
    ) -> Answer;

    /// Judges the receiver's answer: any status 2xx, where the API wants nothing more. An error is
    /// the reason why it does not acknowledge the delivery.
    fn acknowledges(&self, _rules: &Rulebook, status: u16, _body: &[u8]) -> Result<(), Failure> {
        match status {
            200..300 => Ok(()),
            300..400 => {
                Err(Failure::status(format!("status {status}: a redirect is not followed")))
            }
            _ if self.switches_off(status) => {
                Err(Failure::status(format!("status {status}: the receiver is switched off")))
            }
            _ => {
                Err(Failure::status(format!("status {status}: an acknowledgement has status 2xx")))
            }
        }
    }

    /// Time that a receiver has to answer, in real time, where none is set for it.
    fn timeout(&self, _rules: &Rulebook) -> Duration {
        TIMEOUT
    }

    /// Id by which a receiver recognises a delivery.
    fn message_id(&self, world: &World, delivery: &Delivery) -> Option<String>;

    /// Oddities of which the surface has probes.
    fn probes(&self) -> &'static [ProbeKind] {
        &[
            ProbeKind::BadSignature,
            ProbeKind::OldTimestamp,
            ProbeKind::UnknownType,
            ProbeKind::Duplicate,
        ]
    }

    /// Timestamp that an attempt carries which is due at a world time and sent at a real time.
    fn stamp(&self, _rules: &Rulebook, due: Timestamp, _real: Timestamp) -> Timestamp {
        due
    }

    /// Wait of a first attempt for the answer to the one before it.
    fn head_start(&self) -> HeadStart {
        HeadStart::Short
    }

    /// True when redirects are followed.
    fn follows_redirects(&self, _rules: &Rulebook) -> bool {
        false
    }

    /// True when a receiver that answers this status gets no more deliveries.
    fn switches_off(&self, _status: u16) -> bool {
        false
    }
}

/// Looks up the webhook format of a surface; none for surfaces without webhooks.
pub(super) type WebhookFormats =
    Arc<dyn Fn(Surface) -> Option<&'static dyn WebhookFormat> + Send + Sync>;

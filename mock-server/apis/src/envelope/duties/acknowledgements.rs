//! Answers of a project's receiver (ER-CLIENT-07).

use super::{super::Envelope, request::EnvelopeRequest};
use crate::{
    client_duties::{Detector, History, Tally},
    gate::Door,
    world::outbox::ProbeKind,
};

/// The duty that deliveries are acknowledged in full.
#[derive(Default)]
pub(super) struct Acknowledgements(Tally);

impl Detector<EnvelopeRequest> for Acknowledgements {
    fn finish(mut self: Box<Self>, history: &History) -> Tally {
        // A delivery that is odd on purpose need not be acknowledged.
        let is_honest = |kind: &ProbeKind| match kind {
            ProbeKind::BadSignature | ProbeKind::OldTimestamp | ProbeKind::UnknownType => false,
            ProbeKind::Duplicate => true,
        };
        let all = history.deliveries_of(Envelope::SURFACE);
        for delivery in all.filter(|one| one.probe.as_ref().is_none_or(is_honest)) {
            for attempt in &delivery.attempts {
                match (attempt.status, &attempt.failure) {
                    (Some(200..300), None) => self.0.met_at(delivery.number),
                    (Some(status @ 200..300), Some(_)) => {
                        let says = match status {
                            200 => {
                                "a delivery was answered with 200, but without {\"success\": true}"
                                    .to_owned()
                            }
                            other => format!("a delivery was answered with {other} instead of 200"),
                        };
                        self.0.missed_at(delivery.number, says);
                    }
                    (Some(_) | None, _) => {}
                }
            }
        }
        self.0
    }
}

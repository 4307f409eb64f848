//! Answers of a client's receiver: to a bad signature, and to what it has had before (MC-CLIENT-02,
//! 03).

use std::sync::Arc;

use super::super::ManagedCards;
use crate::{
    client_duties::{Detector, History, Tally},
    gate::Door,
    log::Entry,
    world::outbox::ProbeKind,
};

/// The duty that a delivery with a bad signature is refused.
#[derive(Default)]
pub(super) struct BadSignatures(Tally);

impl Detector<Arc<Entry>> for BadSignatures {
    fn finish(mut self: Box<Self>, history: &History) -> Tally {
        let all = history.deliveries_of(ManagedCards::SURFACE);
        for delivery in all.filter(|one| one.probe == Some(ProbeKind::BadSignature)) {
            for status in delivery.attempts.iter().filter_map(|attempt| attempt.status) {
                match status {
                    200..300 => {
                        let says =
                            format!("a delivery with a bad signature was answered with {status}");
                        self.0.missed_at(delivery.number, says);
                    }
                    _ => self.0.met_at(delivery.number),
                }
            }
        }
        self.0
    }
}

/// The duty that a delivery that comes again is acknowledged again.
#[derive(Default)]
pub(super) struct Duplicates(Tally);

impl Detector<Arc<Entry>> for Duplicates {
    fn finish(mut self: Box<Self>, history: &History) -> Tally {
        let all = history.deliveries_of(ManagedCards::SURFACE);
        for delivery in all.filter(|one| one.probe.is_none()) {
            let attempts = delivery.attempts.iter();
            let again = attempts.skip_while(|attempt| attempt.failure.is_some()).skip(1);
            for attempt in again {
                match attempt.status {
                    Some(200..300) => self.0.met_at(delivery.number),
                    Some(status) => {
                        let says = format!("a delivery that came again was answered with {status}");
                        self.0.missed_at(delivery.number, says);
                    }
                    None => {
                        let says = "a delivery that came again was not answered";
                        self.0.missed_at(delivery.number, says);
                    }
                }
            }
        }
        self.0
    }
}

//! Requests that are sent again (ER-CLIENT-01).

use std::collections::BTreeMap;

use super::request::{EnvelopeRequest, Mark, mark};
use crate::{
    client_duties::{Detector, History, Tally},
    log::Reason,
};

/// The duty that each request has a timestamp of its own.
#[derive(Default)]
pub(super) struct Replays {
    /// Of each request without its timestamp, the first.
    requests: BTreeMap<Mark, u64>,
    /// Of each timestamp of a caller on a path, the first request.
    stamps: BTreeMap<Mark, u64>,
    tally: Tally,
}

impl Detector<EnvelopeRequest> for Replays {
    fn see(&mut self, request: &EnvelopeRequest, _: &History) {
        let (Some(by), Some(stamp)) = (&request.by, &request.stamp) else { return };
        let first = *self
            .stamps
            .entry(mark(&format!("{by} {} {stamp}", request.path())))
            .or_insert(request.n);
        let is_again =
            request.mark().and_then(|mark| self.requests.insert(mark, request.n)).is_some();
        if request.reason == Some(Reason::Replay) {
            let says = "a request was refused because its timestamp was used before";
            self.tally.missed(&[first, request.n], says);
        } else if is_again {
            self.tally.met(&[request.n]);
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}

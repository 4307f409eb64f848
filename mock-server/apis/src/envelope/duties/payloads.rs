//! Payloads: where their fields stand, and the unit of the timestamp (ER-CLIENT-04, 05).

use serde_json::Value;

use super::{
    super::{redaction_classes::PAYLOADS, stamp},
    request::EnvelopeRequest,
};
use crate::client_duties::{Detector, History, Tally};

/// The duty that the fields stand at the root.
#[derive(Default)]
pub(super) struct AtRoot(Tally);

impl Detector<EnvelopeRequest> for AtRoot {
    fn see(&mut self, request: &EnvelopeRequest, _: &History) {
        let (Some(payload), Some(endpoint)) = (&request.payload, request.endpoint) else { return };
        let fields = &PAYLOADS[endpoint.path];
        let is_field = |name: &&String| *name == stamp::NAME || fields.has(name);
        let at_root: Vec<_> = payload.keys().filter(is_field).collect();
        let inside = payload.get("data").and_then(Value::as_object);
        let is_wrapped = |name: &&String| is_field(name) && !at_root.contains(name);
        let only_stamp = at_root.iter().all(|name| *name == stamp::NAME);
        if only_stamp && inside.is_some_and(|data| data.keys().any(|name| is_wrapped(&name))) {
            self.0.missed(&[request.n], "the fields stood inside the member data");
        } else if !only_stamp {
            self.0.met(&[request.n]);
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

/// The duty that the timestamp is in microseconds.
#[derive(Default)]
pub(super) struct Unit(Tally);

/// Distance in which a number is taken for the present time: a day, in microseconds.
const DAY: i128 = 86_400_000_000;

impl Detector<EnvelopeRequest> for Unit {
    fn see(&mut self, request: &EnvelopeRequest, _: &History) {
        let Some(sent) = request.stamp.as_ref().and_then(|stamp| stamp.parse::<i128>().ok()) else {
            return;
        };
        let clocks = [request.moment.world, request.moment.real];
        let is_present = |micros: i128| {
            clocks.iter().any(|clock| (micros - i128::from(clock.as_microsecond())).abs() < DAY)
        };
        let unit = if is_present(sent) {
            self.0.met(&[request.n]);
            return;
        } else if is_present(sent.saturating_mul(1_000_000)) {
            "seconds"
        } else if is_present(sent.saturating_mul(1000)) {
            "milliseconds"
        } else if is_present(sent / 1000) {
            "nanoseconds"
        } else {
            return;
        };
        self.0.missed(&[request.n], format!("request_timestamp was in {unit}"));
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

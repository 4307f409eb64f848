//! `[timeouts]`: how long things may take.

use std::time::Duration;

use serde::Deserialize;

use crate::target::Target;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Timeouts {
    request_ms: Option<u64>,
    poll_ms: Option<u64>,
    poll_for_ms: Option<u64>,
    settle_s: Option<u64>,
    busy_s: Option<u64>,
}

impl Timeouts {
    /// Sets what is stated; the rest stays as it is.
    pub(super) fn apply(&self, target: &mut Target) {
        let set = |here: &mut Duration, ms: Option<u64>| {
            *here = ms.map_or(*here, Duration::from_millis);
        };
        set(&mut target.request_timeout, self.request_ms);
        set(&mut target.poll_every, self.poll_ms);
        set(&mut target.poll_for, self.poll_for_ms);
        let millis = |seconds: u64| seconds.saturating_mul(1000);
        set(&mut target.settle_for, self.settle_s.map(millis));
        set(&mut target.busy_for, self.busy_s.map(millis));
    }
}

//! Withdrawals that have to wait (AG-CLIENT-01).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::Value;

use super::request::InAppRequest;
use crate::client_duties::{Detector, History, Moment, Tally, shown};

/// The duty that a withdrawal is sent again only after the time that the answer named.
#[derive(Default)]
pub(super) struct Withdrawals {
    /// Of each user, the answer that named a time.
    waiting: BTreeMap<Option<String>, Wait>,
    tally: Tally,
}

/// A time to wait.
struct Wait {
    n: u64,
    from: Moment,
    seconds: i64,
}

impl Wait {
    fn is_over(&self, at: Moment) -> bool {
        self.from.until(at) >= SignedDuration::from_secs(self.seconds)
    }
}

impl Detector<InAppRequest> for Withdrawals {
    fn see(&mut self, request: &InAppRequest, _: &History) {
        for call in request.calls.iter().filter(|call| call.name == "cardWithdraw") {
            if let Some(wait) = self.waiting.remove(&request.by) {
                let both = [wait.n, request.n];
                if wait.is_over(request.moment) {
                    self.tally.met(&both);
                } else {
                    let pause = shown(wait.from.until(request.moment));
                    let says = format!(
                        "cardWithdraw was sent again after {pause}, where the answer said {} s",
                        wait.seconds
                    );
                    self.tally.missed(&both, says);
                }
            }
            let seconds = call.member("retryAfterSec").and_then(Value::as_i64);
            if let Some(seconds) = seconds.filter(|_| !request.is_lost) {
                let wait = Wait { n: request.n, from: request.moment, seconds };
                self.waiting.insert(request.by.clone(), wait);
            }
        }
    }

    fn finish(mut self: Box<Self>, history: &History) -> Tally {
        // One that was not sent again was not sent too early, once its time has passed.
        let mut kept: Vec<_> =
            self.waiting.values().filter(|one| one.is_over(history.now)).collect();
        kept.sort_unstable_by_key(|wait| wait.n);
        kept.iter().for_each(|wait| self.tally.met(&[wait.n]));
        self.tally
    }
}

//! Polling of an application (AG-CLIENT-03).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::Value;

use super::request::InAppRequest;
use crate::{
    card_graphql::{SeenCall, each},
    client_duties::{Detector, History, Moment, Tally, shown},
};

/// The table that is polled.
const APPLICATIONS: &str = "AgioCard_card_application";

/// Word of an application that is pending, whatever its letter case.
const PENDING: &str = "pending";

/// Pause between two reads of an application that is pending.
const WHILE_PENDING: SignedDuration = SignedDuration::from_secs(5);

/// Pause between two reads of any other.
const OTHERWISE: SignedDuration = SignedDuration::from_secs(30);

/// Short pauses in a row that are no accident.
const TOO_MANY: usize = 3;

/// The duty that an application is polled at the advised pace.
#[derive(Default)]
pub(super) struct Polling {
    polls: BTreeMap<Option<String>, Poll>,
    tally: Tally,
}

/// Reads of one user in a row.
struct Poll {
    last: Moment,
    is_pending: bool,
    /// The last reads between which pauses were short.
    hasty: Vec<u64>,
}

/// True when an answer shows an application that is pending.
fn shows_pending(call: &SeenCall) -> bool {
    let mut found = false;
    each("", &call.value, &mut |_, value: &Value| {
        found = found || value.as_str().is_some_and(|word| word.eq_ignore_ascii_case(PENDING));
    });
    found
}

impl Polling {
    fn next(&mut self, request: &InAppRequest, is_pending: bool) {
        let (n, last) = (request.n, request.moment);
        let Some(poll) = self.polls.get_mut(&request.by) else {
            let poll = Poll { last, is_pending, hasty: vec![n] };
            self.polls.insert(request.by.clone(), poll);
            return;
        };
        let pause = poll.last.until(last);
        let advised = if poll.is_pending { WHILE_PENDING } else { OTHERWISE };
        poll.hasty.push(n);
        // Nine tenths are enough: clocks and networks are not exact.
        if pause * 10 >= advised * 9 {
            self.tally.met(&[n]);
            poll.hasty = vec![n];
        } else if poll.hasty.len() > TOO_MANY {
            let says = format!(
                "three reads in a row came too soon, the last after {}; advised are {}",
                shown(pause),
                shown(advised)
            );
            self.tally.missed(&poll.hasty, says);
            poll.hasty = vec![n];
        } else {
            let remark =
                format!("a read came after {}; advised are {}", shown(pause), shown(advised));
            self.tally.met_barely(&[n], remark);
        }
        (poll.last, poll.is_pending) = (last, is_pending);
    }
}

impl Detector<InAppRequest> for Polling {
    fn see(&mut self, request: &InAppRequest, _: &History) {
        if request.is_live {
            return;
        }
        match request.calls.as_slice() {
            [call] if call.name == APPLICATIONS => self.next(request, shows_pending(call)),
            // Whoever does something else in between is not polling.
            _ => drop(self.polls.remove(&request.by)),
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}

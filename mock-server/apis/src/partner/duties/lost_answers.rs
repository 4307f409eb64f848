//! Mutations whose answers were lost (PG-CLIENT-14).

use jiff::SignedDuration;
use serde_json::Value;

use super::request::PartnerRequest;
use crate::{
    card_graphql::each,
    client_duties::{Detector, History, Moment, Tally},
};

/// Time after which no repetition is expected any more.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// Longest text that is taken for an id.
const LONGEST_ID: usize = 100;

/// The duty that a client looks at the state before it repeats a mutation whose answer it did not get.
#[derive(Default)]
pub(super) struct LostAnswers {
    lost: Vec<Lost>,
    tally: Tally,
}

/// A mutation whose answer was lost, until it is decided.
struct Lost {
    n: u64,
    moment: Moment,
    by: Option<String>,
    digest: [u8; 32],
    /// The ids in its arguments.
    ids: Vec<String>,
    /// The read that followed.
    read: Option<u64>,
    /// True when its caller sent anything afterwards.
    went_on: bool,
}

impl Lost {
    /// True when a read shows the things that the mutation names: it names one of them, or one of
    /// them stands in its answer. Every read shows a mutation that names nothing.
    fn is_shown_by(&self, request: &PartnerRequest) -> bool {
        let mut found = self.ids.is_empty();
        let mut look = |_: &str, value: &Value| {
            found = found || id(value).is_some_and(|id| self.ids.contains(&id));
        };
        for call in &request.calls {
            call.each_argument(&mut look);
            each("", &call.value, &mut look);
        }
        found
    }
}

/// A plain value as an id.
fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.len() <= LONGEST_ID => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Detector<PartnerRequest> for LostAnswers {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        let Self { lost, tally } = self;
        lost.retain_mut(|one| {
            if one.by != request.by {
                return true;
            }
            one.went_on = true;
            if request.mutations().any(|call| call.digest() == one.digest) {
                match one.read {
                    Some(read) => tally.met(&[one.n, read, request.n]),
                    None => {
                        let says = "a mutation whose answer was lost was sent again at once";
                        tally.missed(&[one.n, request.n], says);
                    }
                }
                return false;
            }
            if request.has_read() && one.is_shown_by(request) {
                one.read = one.read.or(Some(request.n));
            }
            true
        });
        for call in request.mutations().filter(|_| request.is_lost) {
            let mut ids = Vec::new();
            call.each_argument(&mut |name, value| {
                let names_one = name.ends_with("Id") && name != "sessionId";
                ids.extend(id(value).filter(|_| names_one));
            });
            lost.push(Lost {
                n: request.n,
                moment: request.moment,
                by: request.by.clone(),
                digest: call.digest(),
                ids,
                read: None,
                went_on: false,
            });
        }
    }

    fn finish(mut self: Box<Self>, history: &History) -> Tally {
        for one in self.lost {
            if one.went_on || one.moment.until(history.now) > PATIENCE {
                let with_read: Vec<_> = std::iter::once(one.n).chain(one.read).collect();
                self.tally.met(&with_read);
            }
        }
        self.tally
    }
}

//! Attempts at one request that is answered with 503.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};

use super::request::{Mark, PartnerRequest};
use crate::client_duties::{Detector, History, Moment, Tally};

/// The longest pause between two attempts of one series. What comes later was asked for anew.
const LONGEST: SignedDuration = SignedDuration::from_secs(300);

/// One attempt.
pub(super) struct Attempt {
    /// Number of the request.
    pub(super) n: u64,
    /// The instant at which it came.
    pub(super) moment: Moment,
    /// Real time of its answer.
    answered: Timestamp,
    /// Mark of key, timestamp and signature.
    pub(super) signed: Option<Mark>,
    /// True when it was answered with 503.
    pub(super) is_503: bool,
}

/// A request that was answered with 503, and the further attempts at it: until one is answered
/// otherwise, or none comes for five minutes.
pub(super) struct Series(pub(super) Vec<Attempt>);

impl Series {
    /// The numbers of its requests.
    pub(super) fn numbers(&self) -> Vec<u64> {
        self.0.iter().map(|attempt| attempt.n).collect()
    }

    /// The pauses between its attempts.
    pub(super) fn pauses(&self) -> Vec<SignedDuration> {
        let pairs = self.0.windows(2);
        pairs.map(|pair| pair[0].moment.until(pair[1].moment)).collect()
    }
}

/// Judgement on one series, of which nothing more will come or the report is made.
type Judge = fn(&Series, &History, &mut Tally);

/// Detector that judges each series for itself.
pub(super) struct AfterSeries {
    judge: Judge,
    open: BTreeMap<Mark, Series>,
    tally: Tally,
}

impl AfterSeries {
    /// A detector with this judgement.
    pub(super) fn new(judge: Judge) -> Self {
        Self { judge, open: BTreeMap::new(), tally: Tally::default() }
    }
}

impl Detector<PartnerRequest> for AfterSeries {
    fn see(&mut self, request: &PartnerRequest, history: &History) {
        let is_503 = request.status == Some(StatusCode::SERVICE_UNAVAILABLE);
        if !is_503 && self.open.is_empty() {
            return;
        }
        let mark = request.mark();
        let known = self.open.remove(&mark);
        let last = known.as_ref().and_then(|series| series.0.last());
        // What was sent before the answer came is no retry, but another request for the same.
        if last.is_some_and(|last| request.moment.real < last.answered) {
            self.open.extend(known.map(|series| (mark, series)));
            return;
        }
        let goes_on = last.is_some_and(|last| last.moment.until(request.moment) <= LONGEST);
        let mut series = match known {
            Some(series) if goes_on => series,
            Some(ended) => {
                (self.judge)(&ended, history, &mut self.tally);
                Series(Vec::new())
            }
            None => Series(Vec::new()),
        };
        if !goes_on && !is_503 {
            return;
        }
        let PartnerRequest { n, moment, answered, signed, .. } = *request;
        series.0.push(Attempt { n, moment, answered, signed, is_503 });
        match is_503 {
            true => drop(self.open.insert(mark, series)),
            false => (self.judge)(&series, history, &mut self.tally),
        }
    }

    fn finish(mut self: Box<Self>, history: &History) -> Tally {
        let mut left: Vec<_> = std::mem::take(&mut self.open).into_values().collect();
        left.sort_unstable_by_key(|series| series.0.first().map(|attempt| attempt.n));
        left.iter().for_each(|series| (self.judge)(series, history, &mut self.tally));
        self.tally
    }
}

//! The patience of a run with a target that is busy or silent.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::Answer;
use crate::{stop::Stop, target::Target};

/// The number of requests in a row that may go unanswered before the run ends: what follows would
/// teach nothing but that again, one time-out after another.
const SILENCES: u32 = 6;

/// The longest single pause that is granted. What was signed grows old while it waits.
const LONGEST: Duration = Duration::from_secs(10);

/// The total time that one request waits.
const PER_REQUEST: Duration = Duration::from_secs(20);

/// The pause where a target that is busy does not say how long.
const USUAL: Duration = Duration::from_secs(1);

/// The rest of the patience; shared by all scenarios of a run.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    state: Mutex<State>,
    stop: Stop,
}

#[derive(Debug, Default)]
struct State {
    /// The time that may still be waited for a target that says that it is busy.
    left: Duration,
    /// Requests in a row that no answer came to.
    silent: u32,
}

impl Patience {
    /// The patience with a target; too many silences end the run.
    pub(crate) fn of(target: &Target, stop: Stop) -> Self {
        let state = State { left: target.busy_for, silent: 0 };
        Self { state: Mutex::new(state), stop }
    }

    /// The pause before a request that was turned away is sent again, having waited `so_far`;
    /// `None` where the patience is at its end.
    pub(crate) fn pause(&self, answer: &Answer, so_far: Duration) -> Option<Duration> {
        let wanted = answer.header("retry-after").map_or(Some(USUAL), seconds)?;
        let pause = wanted.max(Duration::from_millis(100));
        let mut state = self.state();
        if pause > LONGEST || so_far + pause > PER_REQUEST || pause > state.left {
            return None;
        }
        if self.stop.why().is_some() {
            return None;
        }
        state.left -= pause;
        Some(pause)
    }

    /// An answer came.
    pub(crate) fn heard(&self) {
        self.state().silent = 0;
    }

    /// No answer came in the time that a request has.
    pub(crate) fn heard_nothing(&self) {
        let mut state = self.state();
        state.silent += 1;
        if state.silent >= SILENCES {
            self.stop.soon(format!("the target left {SILENCES} requests in a row unanswered"));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an answer is about the target's load and not about the request (RFC 6585 section 4, RFC
/// 9110 section 15.6.4): a documented 503 of an API names no time after which to come again.
pub(crate) fn is_busy(answer: &Answer) -> bool {
    match answer.status {
        429 => true,
        503 => answer.header("retry-after").is_some(),
        _ => false,
    }
}

/// The pause that `Retry-After` asks for: seconds, or a date.
fn seconds(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    let left = date.duration_since(jiff::Timestamp::now()).as_secs_f64().max(0.0);
    Duration::try_from_secs_f64(left).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy(retry_after: &str) -> Answer {
        Answer {
            status: 429,
            headers: vec![("retry-after".to_owned(), retry_after.to_owned())],
            body: [].into(),
            json: serde_json::Value::Null.into(),
        }
    }

    fn patience(seconds: u64) -> Patience {
        let mut target = Target::sandbox("http://127.0.0.1:1", None);
        target.busy_for = Duration::from_secs(seconds);
        Patience::of(&target, Stop::default())
    }

    #[test]
    fn a_busy_target_is_waited_for_within_a_budget() {
        let patience = patience(5);
        let pause = |text| patience.pause(&busy(text), Duration::ZERO).map(|one| one.as_secs());
        assert_eq!(
            [pause("2"), pause("30"), pause("3"), pause("1")],
            [Some(2), None, Some(3), None]
        );
        assert_eq!(pause("soon"), None);
    }

    #[test]
    fn one_request_does_not_wait_for_ever() {
        let patience = patience(600);
        assert_eq!(patience.pause(&busy("5"), Duration::from_secs(16)), None);
        assert!(patience.pause(&busy("Sat, 01 Jan 2000 00:00:00 GMT"), Duration::ZERO).is_some());
    }

    #[test]
    fn silence_ends_a_run_and_an_answer_breaks_it() {
        let patience = patience(0);
        (1..SILENCES).for_each(|_| patience.heard_nothing());
        patience.heard();
        (1..SILENCES).for_each(|_| patience.heard_nothing());
        assert_eq!(patience.stop.why(), None);
        patience.heard_nothing();
        assert!(patience.stop.why().is_some());
    }
}

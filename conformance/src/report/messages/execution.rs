//! The tries of a case: when each began and ended, and what came of its steps.

use serde_json::{Value, json};

use super::{Messages, Told};
use crate::report::{Attempt, Case, Done, Outcome, Reproduction, Step};

/// A case as it was tried once. Times are milliseconds since the run began.
struct Try {
    began: u64,
    ended: u64,
    steps: Vec<Tried>,
    /// Whether the case's own exchanges belong to it.
    own: bool,
}

/// A step as it was tried once.
struct Tried {
    status: &'static str,
    began: u64,
    millis: u64,
    message: Option<String>,
}

impl Messages {
    /// Tells every time that a case was tried.
    pub(super) fn execution(&mut self, told: &Told<'_>, again: &Reproduction) {
        let case = told.case;
        let tries = tries(case);
        let count = tries.len();
        for (attempt, one) in tries.into_iter().enumerate() {
            let started = self.id();
            let last = attempt + 1 == count;
            self.happened(
                one.began,
                "testCaseStarted",
                json!({
                    "id": started, "testCaseId": told.test_case, "attempt": attempt,
                }),
            );
            for (step, id) in one.steps.iter().zip(&told.steps) {
                self.happened(
                    step.began,
                    "testStepStarted",
                    json!({
                        "testCaseStartedId": started, "testStepId": id,
                    }),
                );
                let ended = step.began + step.millis;
                if one.own && step.message.is_some() {
                    for exchange in &case.exchanges {
                        let status =
                            exchange.status.map_or("no answer".to_owned(), |s| s.to_string());
                        let lines = again.request(exchange).join("\n");
                        let body = format!("{lines}\n\n{status}\n{}", exchange.answer);
                        self.attach(ended, &started, Some(id), &body, "text/plain");
                    }
                }
                let seconds = json!({
                    "seconds": step.millis / 1000, "nanos": step.millis % 1000 * 1_000_000,
                });
                let mut result = json!({ "status": step.status, "duration": seconds });
                if let Some(message) = &step.message {
                    result["message"] = json!(message);
                }
                self.happened(
                    ended,
                    "testStepFinished",
                    json!({
                        "testCaseStartedId": started, "testStepId": id, "testStepResult": result,
                    }),
                );
            }
            if last {
                self.attach(
                    one.ended,
                    &started,
                    None,
                    &verdict(case).to_string(),
                    "application/json",
                );
            }
            self.happened(
                one.ended,
                "testCaseFinished",
                json!({
                    "testCaseStartedId": started, "willBeRetried": !last,
                }),
            );
        }
    }

    fn attach(&mut self, at: u64, started: &str, step: Option<&str>, body: &str, media_type: &str) {
        let mut attachment = json!({
            "testCaseStartedId": started, "body": body, "mediaType": media_type,
            "contentEncoding": "IDENTITY",
        });
        if let Some(step) = step {
            attachment["testStepId"] = json!(step);
        }
        self.happened(at, "attachment", attachment);
    }
}

fn verdict(case: &Case) -> Value {
    json!({
        "verdict": case.outcome.word(),
        "requirements": case.requirements,
        "level": case.level,
        "reason": case.reason(),
        "flaky": case.flaky,
    })
}

/// Every time a case was tried. The last one decides for who reads it, so a case that failed and
/// then held comes last as what it counts as.
fn tries(case: &Case) -> Vec<Try> {
    let own = own(case);
    let failed = case.attempts.iter().map(|attempt| earlier(case, attempt));
    match case.outcome.failure() {
        Some(_) => std::iter::once(own).chain(failed).collect(),
        None => failed.chain([own]).collect(),
    }
}

fn own(case: &Case) -> Try {
    let message = format!("{}: {}", case.outcome.word(), case.reason());
    let broke = case.steps.iter().position(|step| step.result == Done::Failed);
    // What could not even begin broke at its first step.
    let broke = broke.or_else(|| case.outcome.failure().map(|_| 0));
    let step = |(index, step): (usize, &Step)| {
        let began = case.began + step.began;
        let message = (broke == Some(index)).then(|| message.clone());
        Tried {
            status: status(step, case, broke == Some(index)),
            began,
            millis: step.millis,
            message,
        }
    };
    let steps = case.steps.iter().enumerate().map(step).collect();
    Try { began: case.began, ended: case.began + case.millis, steps, own: true }
}

/// A time of which the step that broke is known, and when the whole began and ended.
fn earlier(case: &Case, attempt: &Attempt) -> Try {
    let Attempt { step, why, began, millis } = attempt;
    let ended = began + millis;
    let broke = case.steps.iter().position(|one| format!("{} {}", one.keyword, one.text) == *step);
    let broke = broke.unwrap_or(0);
    let steps = (0..case.steps.len()).map(|index| {
        let (status, began, millis) = match index.cmp(&broke) {
            std::cmp::Ordering::Less => ("PASSED", *began, 0),
            std::cmp::Ordering::Equal => ("FAILED", *began, *millis),
            std::cmp::Ordering::Greater => ("SKIPPED", ended, 0),
        };
        let said = || why.line();
        Tried { status, began, millis, message: (index == broke).then(said) }
    });
    Try { began: *began, ended, steps: steps.collect(), own: false }
}

/// A step that does not hold fails the case, unless the case is one that was left out.
fn status(step: &Step, case: &Case, broke: bool) -> &'static str {
    match (step.result, &case.outcome) {
        (_, Outcome::Skipped { .. } | Outcome::Known { .. }) if broke => "SKIPPED",
        _ if broke => "FAILED",
        (Done::Held, _) => "PASSED",
        (Done::Failed | Done::NotRun, _) => "SKIPPED",
    }
}

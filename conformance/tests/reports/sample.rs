//! A report with everything in it.

use std::collections::BTreeMap;

use conformance::{
    Mismatch, Report,
    budget::{LeftBehind, Prepared},
    exchange::{Exchange, Inside},
    register::Level,
    report::{About, Attempt, Case, Done, Observed, Outcome, Reason, Reproduction, Step},
};

fn step(keyword: &str, text: &str, result: Done) -> Step {
    Step {
        keyword: keyword.to_owned(),
        text: text.to_owned(),
        block: String::new(),
        result,
        began: if keyword == "When" { 1 } else { 3 },
        millis: if keyword == "When" { 2 } else { 1 },
    }
}

fn case(line: usize, requirement: &str, scenario: &str, outcome: Outcome) -> Case {
    let (when, then) = match outcome {
        Outcome::Passed | Outcome::Reading { .. } | Outcome::Stale { .. } => {
            (Done::Held, Done::Held)
        }
        Outcome::Skipped { .. } => (Done::NotRun, Done::NotRun),
        _ => (Done::Held, Done::Failed),
    };
    Case {
        id: format!("partner/pin.feature:{line}"),
        feature: "partner/pin.feature".to_owned(),
        title: "PINs".to_owned(),
        scenario: scenario.to_owned(),
        line,
        requirements: vec![requirement.to_owned()],
        level: Level::Documented,
        outcome,
        flaky: false,
        attempts: Vec::new(),
        steps: vec![
            step("When", "the partner asks <twice> & \"loudly\"", when),
            step("Then", "it is refused", then),
        ],
        began: 100 + u64::try_from(line).unwrap(),
        millis: 4,
        requests: 1,
        operations: BTreeMap::from([("freezeCard".to_owned(), 1)]),
        prepared: Prepared::default(),
        spent: BTreeMap::new(),
        left_behind: Vec::new(),
        exchanges: Vec::new(),
        hits: 0,
        observed: Observed::default(),
    }
}

/// A report with every outcome there is.
pub(crate) fn everything() -> Report {
    let step = || "Then it is refused".to_owned();
    let why = || Mismatch::behaviour("HTTP 401", "HTTP 200 {\"data\":{\"a\":\"<b>\"}}");
    let excuse = || "fix announced (until 2030-06-30)".to_owned();
    let mut failed =
        case(10, "PG-AUTH-01", "A failure", Outcome::Failed { step: step(), why: why() });
    failed.exchanges.push(Exchange {
        by: "the partner".to_owned(),
        method: "POST".to_owned(),
        url: "http://h/graphql".to_owned(),
        headers: vec![("x-agio-api-key".to_owned(), "…0001".to_owned())],
        body: "{\"query\":\"{ a }\"}".to_owned(),
        signed: true,
        token: None,
        status: Some(200),
        answer: "{\"data\":{\"a\":\"<b>\"}}".to_owned(),
        inside: Some(Inside {
            request: "{\"amount\":\"1.00\"}".to_owned(),
            answer: "{\"ok\":\"<i>\"}".to_owned(),
        }),
        again: ["pg", "{\"query\":\"{ a }\"}"].map(str::to_owned).to_vec(),
    });
    failed.left_behind.push(LeftBehind {
        operation: "createCard".to_owned(),
        asked: String::new(),
        answer: "{\"id\":7}".to_owned(),
    });
    let blocked = Mismatch::precondition("a card", "HTTP 500");
    let attempt = |began| Attempt { step: step(), why: why(), began, millis: 4 };
    let mut allowed = case(45, "PG-PIN-01", "A flaky pass", Outcome::Passed);
    (allowed.flaky, allowed.attempts) = (true, vec![attempt(100)]);
    let mut flaky =
        case(50, "PG-PIN-02", "A flaky failure", Outcome::Failed { step: step(), why: why() });
    (flaky.flaky, flaky.attempts) = (true, vec![attempt(200)]);
    let cases = vec![
        case(5, "PG-AUTH-02", "A pass", Outcome::Passed),
        failed,
        case(15, "PG-AUTH-03", "A block", Outcome::Blocked { step: step(), why: blocked }),
        case(
            20,
            "PG-AUTH-04",
            "An error",
            Outcome::Error { step: step(), why: Mismatch::suite("a step", "a panic") },
        ),
        case(
            25,
            "PG-AUTH-05",
            "A skip",
            Outcome::Skipped { reason: Reason::Capability, detail: "clock".to_owned() },
        ),
        case(
            30,
            "PG-AUTH-06",
            "A known failure",
            Outcome::Known { step: step(), why: why(), excuse: excuse() },
        ),
        case(35, "PG-AUTH-07", "A stale entry", Outcome::Stale { excuse: excuse() }),
        case(40, "PG-INTRO-01", "A reading", Outcome::Reading { reading: "anonymous".to_owned() }),
        allowed,
        flaky,
    ];
    Report {
        suite: "1.0.0".to_owned(),
        target: About {
            name: "staging of <Acme>".to_owned(),
            kind: "foreign".to_owned(),
            environment: "staging".to_owned(),
            surfaces: BTreeMap::from([("PG".to_owned(), "http://h/graphql".to_owned())]),
            capabilities: vec!["pin-codec".to_owned()],
            without_suite: vec!["MC".to_owned()],
            readings: BTreeMap::new(),
        },
        started: "2030-01-01T00:00:00.250Z".to_owned(),
        millis: 1234,
        level: Level::Public,
        seed: "7".to_owned(),
        order: "file".to_owned(),
        again: Reproduction {
            target: "acme target.toml".to_owned(),
            options: "--level public".to_owned(),
        },
        cases,
        ratchet: vec!["PG-OLD-01 is no requirement".to_owned()],
        ended_by: None,
    }
}

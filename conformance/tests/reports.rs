//! All renderings of one report: they say the same, and they look as they should.

use std::collections::BTreeMap;

use conformance::{
    Mismatch, Report,
    exchange::{Exchange, Inside},
    ledger::{LeftBehind, Prepared},
    register::Level,
    report::{self, About, Case, Done, Outcome, Reason, Step},
};

fn step(keyword: &str, text: &str, result: Done) -> Step {
    Step {
        keyword: keyword.to_owned(),
        text: text.to_owned(),
        block: String::new(),
        result,
        millis: 2,
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
        steps: vec![
            step("When", "the partner asks <twice> & \"loudly\"", when),
            step("Then", "it is refused", then),
        ],
        millis: 4,
        requests: 1,
        operations: BTreeMap::from([("freezeCard".to_owned(), 1)]),
        prepared: Prepared::default(),
        spent: BTreeMap::new(),
        left_behind: Vec::new(),
        exchanges: Vec::new(),
        hits: 0,
    }
}

/// A report with every outcome there is.
fn everything() -> Report {
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
        status: Some(200),
        answer: "{\"data\":{\"a\":\"<b>\"}}".to_owned(),
        inside: Some(Inside {
            request: "{\"amount\":\"1.00\"}".to_owned(),
            answer: "{\"ok\":\"<i>\"}".to_owned(),
        }),
    });
    failed.left_behind.push(LeftBehind {
        operation: "createCard".to_owned(),
        asked: String::new(),
        answer: "{\"id\":7}".to_owned(),
    });
    let blocked = Mismatch::precondition("a card", "HTTP 500");
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
        started: "2030-01-01T00:00:00Z".to_owned(),
        millis: 1234,
        level: Level::Public,
        seed: "7".to_owned(),
        order: "file".to_owned(),
        cases,
        ratchet: vec!["PG-OLD-01 is no requirement".to_owned()],
        ended_by: None,
    }
}

#[test]
fn the_text() {
    insta::assert_snapshot!(report::text(&everything()));
}

#[test]
fn the_json() {
    insta::assert_snapshot!(report::json(&everything()));
}

#[test]
fn the_junit() {
    insta::assert_snapshot!(report::junit(&everything()));
}

#[test]
fn the_html() {
    insta::assert_snapshot!(report::html(&everything()));
}

#[test]
fn the_messages() {
    let machine = [std::env::consts::ARCH, std::env::consts::OS];
    let messages = report::messages(&everything());
    let messages = machine.iter().fold(messages, |text, word| text.replace(word, "here"));
    insta::assert_snapshot!(messages);
}

#[test]
fn a_report_is_read_back_as_it_was() {
    let report = everything();
    assert_eq!(report::read(&report::json(&report)).unwrap(), report);
}

#[test]
fn colours_change_nothing_that_is_said() {
    let report = everything();
    let coloured = report::coloured(&report);
    assert_eq!(console::strip_ansi_codes(&coloured), report::text(&report));
    assert_ne!(coloured, report::text(&report));
}

#[test]
fn sb_conf_10_all_forms_carry_totals_verdicts_and_requirements() {
    let report = everything();
    let forms = [
        ("text", report::text(&report)),
        ("json", report::json(&report)),
        ("junit", report::junit(&report)),
        ("html", report::html(&report)),
        ("messages", report::messages(&report)),
    ];
    for (form, text) in forms {
        for (word, count) in report.totals() {
            let said = text.contains(&report.summary())
                || text.contains(&format!("<b>{count}</b> {word}"));
            assert!(said, "{form} does not say {count} {word}");
        }
        for case in &report.cases {
            let lines = text.matches(&case.requirements[0]).count();
            assert!(lines > 0, "{form} does not say {}", case.requirements[0]);
            assert!(text.contains(case.outcome.word()), "{form}: {}", case.outcome.word());
        }
        for word in ["clock", "capability", "fix announced"] {
            assert!(text.contains(word), "{form} does not say {word}");
        }
    }
}

#[test]
fn the_html_loads_nothing() {
    let html = report::html(&everything());
    // A link may lead to another place in the same file, and nowhere else.
    let html = html.replace("href=\"#problem-", "");
    for sign in ["src=", "href=", "@import", "url(", "<link", "fetch("] {
        assert!(!html.contains(sign), "{sign}");
    }
    assert!(!html.contains("<Acme>") && html.contains("&lt;Acme&gt;"));
}

#[test]
fn exit_codes_by_what_counts_most() {
    let of = |words: &[&str]| {
        let mut report = everything();
        report.ratchet.clear();
        report.cases.retain(|case| words.contains(&case.outcome.word()));
        report.exit_code()
    };
    assert_eq!(of(&["passed", "skipped", "known"]), 0);
    assert_eq!(of(&["failed", "blocked", "passed"]), 1);
    assert_eq!(of(&["blocked", "passed"]), 2);
    assert_eq!(of(&["stale"]), 2);
    assert_eq!(of(&["error", "failed", "blocked"]), 3);
    assert_eq!(of(&["skipped"]), 4);
    assert_eq!(of(&[]), 4);
    assert_eq!(of(&["reading"]), 0);
    assert_eq!(of(&["known"]), 0);
}

#[test]
fn of_several_runs_the_last_counts() {
    let first = everything();
    let mut second = everything();
    second.cases.retain(|case| case.scenario == "A failure");
    second.cases[0].outcome = Outcome::Passed;
    let merged = report::merge(vec![first, second]).unwrap();
    assert_eq!((merged.cases.len(), merged.count("failed"), merged.count("passed")), (8, 0, 2));
}

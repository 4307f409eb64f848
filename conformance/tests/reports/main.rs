//! All renderings of one report: they say the same, they look as they should, they keep to the
//! schemas of those who read them, and they carry nothing away.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

mod hostile;
mod junit;
mod messages;
mod sample;

use conformance::report::{self, Outcome};

use crate::sample::everything;

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
    // A line for each element, so that a change can be read.
    insta::assert_snapshot!(report::html(&everything()).replace("><", ">\n<"));
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
    assert_eq!((merged.cases.len(), merged.count("failed"), merged.count("passed")), (10, 1, 3));
}

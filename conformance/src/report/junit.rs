//! The report for continuous integration: a suite per feature, a case per scenario.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use super::{Case, Outcome, Report};

/// The report as `JUnit` XML.
pub fn junit(report: &Report) -> String {
    let mut all = quick_junit::Report::new(format!("conformance of {}", report.target.name));
    all.set_time(Duration::from_millis(report.millis));
    let mut run = TestSuite::new("run");
    run.add_property(("summary", report.summary().as_str()));
    run.add_property(("exit", report.exit_code().to_string().as_str()));
    run.add_property(("started", report.started.as_str()));
    run.add_property(("seed", report.seed.as_str()));
    run.add_property(("level", report.level.to_string().as_str()));
    for (word, count) in report.totals() {
        run.add_property((word, count.to_string().as_str()));
    }
    for problem in &report.ratchet {
        run.add_property(("ratchet", problem.as_str()));
    }
    all.add_test_suite(run);
    for cases in report.cases.chunk_by(|one, next| one.feature == next.feature) {
        let mut suite = TestSuite::new(cases[0].feature.as_str());
        suite.set_time(Duration::from_millis(cases.iter().map(|case| case.millis).sum()));
        suite.add_test_cases(cases.iter().map(test_case));
        all.add_test_suite(suite);
    }
    all.to_string().expect("the texts of a report can be written as XML")
}

fn test_case(case: &Case) -> TestCase {
    let mut status = match &case.outcome {
        Outcome::Passed | Outcome::Reading { .. } => TestCaseStatus::success(),
        Outcome::Failed { .. } => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Blocked { .. } | Outcome::Error { .. } | Outcome::Stale { .. } => {
            TestCaseStatus::non_success(NonSuccessKind::Error)
        }
        Outcome::Skipped { .. } | Outcome::Known { .. } => TestCaseStatus::skipped(),
    };
    let reason = case.outcome.reason();
    if !matches!(case.outcome, Outcome::Passed | Outcome::Reading { .. }) {
        status.set_message(reason.as_str());
        status.set_type(case.outcome.word());
    }
    if let Some((step, why)) = case.outcome.failure() {
        let mut text = format!("{}\nstep      {step}\n", case.id);
        text.push_str(&format!("expected  {}\nactual    {}\n", why.expected, why.actual));
        if let Some(last) = case.exchanges.last() {
            text.push_str(&last.curl());
        }
        status.set_description(text);
    }
    let mut test = TestCase::new(case.scenario.as_str(), status);
    test.set_classname(case.requirements.first().map_or(case.feature.as_str(), String::as_str));
    test.set_time(Duration::from_millis(case.millis));
    let ids = case.ids();
    let level = case.level.to_string();
    test.add_properties([
        Property::new("id", case.id.as_str()),
        Property::new("requirements", ids.as_str()),
        Property::new("level", level.as_str()),
        Property::new("verdict", case.outcome.word()),
        Property::new("reason", reason.as_str()),
    ]);
    test
}

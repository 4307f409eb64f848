//! Agreement of runs. One scenario at a time takes longest of all, so this test is the first to start.

use conformance::{Plan, Report, run};

use crate::{target, whole};

fn verdicts(report: &Report) -> Vec<(String, usize, &'static str)> {
    let cases = report.cases.iter();
    cases.map(|case| (case.feature.clone(), case.line, case.outcome.word())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_11_the_server_conforms_with_any_number_of_jobs() {
    let one = run(&Plan { jobs: 1, ..Plan::of(target().await) }).await.unwrap();
    print!("{}", conformance::report::text(&one));
    assert_eq!(one.exit_code(), 0);
    let (one_by_one, at_once) = (verdicts(&one), verdicts(whole().await));
    for (one, other) in one_by_one.iter().zip(&at_once).filter(|(one, other)| one != other) {
        eprintln!("{one:?} one by one, {other:?} with 64 jobs");
    }
    if one_by_one != at_once {
        eprintln!("with 64 jobs:\n{}", conformance::report::text(whole().await));
    }
    assert!(one_by_one == at_once);
    let written = conformance::rehearsal::written(&one.cases);
    assert!(
        written == include_str!("../../../fixtures/operations.tsv"),
        "what scenarios send has changed: cargo run -p conformance -- rehearse"
    );
}

//! Whole runs: with a hook over HTTP, with a hook that is a command, and with known objects alone.

use conformance::report::Outcome;

use super::{CAPABILITIES, DIALECT, Foreign, REST, judged, passed};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_a_hook_and_two_credentials_is_judged() {
    let foreign = Foreign::start("hook").await;
    let office = foreign.office().await;
    let surfaces = foreign.partner(&foreign.url)
        + &foreign.in_app(&foreign.url)
        + &foreign.envelope(&foreign.url, DIALECT);
    let report =
        judged(&format!("{CAPABILITIES}{surfaces}{}{REST}", office.over_http()), &[]).await;
    let counts = ["PG", "AG", "ER"].map(|surface| passed(&report, surface));
    let enough = counts[0] > 170 && counts[1] > 60 && counts[2] > 100;
    assert!(enough, "PG, AG, ER: {counts:?}: {:?}", report.skips());
    let asked = office.asked.lock().unwrap().clone();
    assert!(asked.contains(&("second".to_owned(), "make-card-user".to_owned())));
    for action in ["make-card-user", "deposit", "authorize", "clear", "set-card-status"] {
        assert!(office.was_asked(action) > 0, "{action} was not asked for");
    }
    assert!(office.was_asked("cleanup") > 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hook_may_be_a_command() {
    let foreign = Foreign::start("command").await;
    let office = foreign.office().await;
    let surfaces = foreign.partner(&foreign.url) + &foreign.envelope(&foreign.url, DIALECT);
    let file = format!("{CAPABILITIES}{surfaces}{}{REST}", office.as_command());
    let report = judged(&file, &["PG-LIFE", "PG-SCOPE", "ER-TX"]).await;
    assert!(passed(&report, "PG") > 20 && passed(&report, "ER") > 0, "{:?}", report.skips());
    assert!(office.was_asked("make-card-user") > 10 && office.was_asked("authorize") > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_fails_blocks_and_says_why() {
    let foreign = Foreign::start("broken").await;
    let broken = [
        ("echo the applicant service is down >&2; exit 3", "the applicant service is down"),
        ("echo hello", "its output is not JSON"),
        ("echo '{\"ok\":true}'", "its answer has no output"),
        ("echo '{\"ok\":false,\"error\":\"no such person\"}'", "no such person"),
        ("sleep 5", "no answer in"),
    ];
    for (script, why) in broken {
        let hook = format!(
            "[provision]\ncommand = ['sh', '-c', {script:?}]\ntimeout_ms = {}\n",
            if script.starts_with("sleep") { 100 } else { 5000 }
        );
        let file = format!("capabilities = ['provision']\n{}{hook}", foreign.partner(&foreign.url));
        let report = judged(&file, &["PG-LIFE-01"]).await;
        assert_eq!(report.exit_code(), 2, "{script}");
        let said = format!("{:?}", report.cases[0].outcome);
        assert!(matches!(report.cases[0].outcome, Outcome::Blocked { .. }), "{script}: {said}");
        assert!(said.contains(why), "{script}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn known_things_alone_are_enough_to_start_from() {
    let foreign = Foreign::start("known").await;
    let known = foreign.known().await;
    let file = format!(
        "environment = 'local'\n{}{}{}{known}{REST}",
        foreign.partner(&foreign.url),
        foreign.in_app(&foreign.url),
        foreign.envelope(&foreign.url, DIALECT)
    );
    let report = judged(&file, &[]).await;
    let counts = ["PG", "AG", "ER"].map(|surface| passed(&report, surface));
    let enough = counts[0] > 120 && counts[1] > 60 && counts[2] > 60;
    assert!(enough, "PG, AG, ER: {counts:?}: {:?}", report.skips());
}

//! Verdicts of a run against a sandbox that is broken, lacks capabilities or has known defects. The
//! tests are named after the requirements on the suite that they check.

use conformance::{
    Plan, Report,
    mutate::{Accepted, Scope, Verdict, mutate},
    ratchet::Ratchet,
    register::Level,
    report::{Outcome, Reason},
    run,
    source::Source,
    target::{Budget, Target},
};

use crate::proxy::{self, Answer, Behaviour};

async fn report(change: impl FnOnce(&mut Plan)) -> Report {
    let mut plan = Plan::of(crate::target().await);
    change(&mut plan);
    run(&plan).await.unwrap()
}

fn broken(plan: &mut Plan) {
    plan.filter = vec!["PG-AUTH-01".to_owned()];
    plan.deviations = vec!["D-PG-AUTH-01".to_owned()];
}

fn verdict<'a>(report: &'a Report, id: &str) -> &'a Outcome {
    let own = report.cases.iter().filter(|case| case.requirements.iter().any(|one| one == id));
    &own.min_by_key(|case| case.outcome.rank()).unwrap().outcome
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_01_a_broken_requirement_ends_with_1() {
    let bad = report(broken).await;
    assert_eq!((bad.exit_code(), verdict(&bad, "PG-AUTH-01").word()), (1, "failed"));
    let good = report(|plan| plan.filter = vec!["PG-AUTH-01".to_owned()]).await;
    assert_eq!((good.exit_code(), verdict(&good, "PG-AUTH-01").word()), (0, "passed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_05_levels_above_the_chosen_one_are_never_judged() {
    let report = report(|plan| {
        plan.filter = vec!["PG-REPLAY".to_owned()];
        plan.deviations = vec!["D-PG-REPLAY-05".to_owned(), "D-PG-REPLAY-07".to_owned()];
        plan.level = Level::Documented;
    })
    .await;
    assert_eq!(report.exit_code(), 0, "{}", conformance::report::text(&report));
    for id in ["PG-REPLAY-05", "PG-REPLAY-07"] {
        let skipped =
            matches!(verdict(&report, id), Outcome::Skipped { reason: Reason::Level, .. });
        assert!(skipped, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_07_a_budget_is_never_exceeded() {
    let report = report(|plan| {
        plan.filter = ["PG-CARD", "PG-BAL", "PG-FUND"].map(str::to_owned).to_vec();
        plan.target.safety.budget = Budget::parse("cards=3,money=0").unwrap();
    })
    .await;
    let spent =
        |kind: &str| report.cases.iter().filter_map(|case| case.spent.get(kind)).sum::<u64>();
    assert!(spent("cards") <= 3 && spent("money") == 0);
    let poor =
        |outcome: &Outcome| matches!(outcome, Outcome::Skipped { reason: Reason::Budget, .. });
    assert!(report.cases.iter().filter(|case| poor(&case.outcome)).count() > 10);
    assert_eq!(report.count("failed") + report.count("blocked") + report.count("error"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_08_the_list_of_known_failures_cannot_go_stale() {
    let list = "[[known]]\nid = \"PG-AUTH-01\"\nreason = \"soon\"\nexpires = 2030-06-30\n";
    let list = Ratchet::from_toml(list).unwrap();
    let [before, after] = ["2030-06-30", "2030-07-01"].map(|date| date.parse().unwrap());
    let mut known = report(broken).await;
    let mut expired = known.clone();
    list.apply(&mut known, before);
    assert_eq!((known.exit_code(), verdict(&known, "PG-AUTH-01").word()), (0, "known"));
    list.apply(&mut expired, after);
    assert_eq!((expired.exit_code(), verdict(&expired, "PG-AUTH-01").word()), (1, "failed"));
    let mut repaired = report(|plan| plan.filter = vec!["PG-AUTH-01".to_owned()]).await;
    list.apply(&mut repaired, before);
    assert_eq!((repaired.exit_code(), verdict(&repaired, "PG-AUTH-01").word()), (2, "stale"));
}

/// One scenario that passes under the deviation `D-PG-AUTH-01`, which it does not reach.
fn passing(test: &str) -> Source {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let feature = "Feature: One\n  @PG-AUTH-01 @PG-SIGN-01\n  Scenario: A pass\n    When the partner asks\n      \"\"\"\n      { AgioCard_card_company { id } }\n      \"\"\"\n    Then the answer has status 200\n";
    std::fs::write(folder.join("one.feature"), feature).unwrap();
    Source::Directory(folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_12_mutate_tells_killed_from_survived_and_unreached() {
    let plan = Plan::of(crate::target().await);
    let scope = Scope { deviations: vec!["D-PG-AUTH-01".to_owned()], ..Scope::default() };
    let result = mutate(&plan, &scope, Accepted::default()).await.unwrap();
    assert_eq!((result.mutants[0].verdict, result.score()), (Verdict::Killed, (1, 1)));

    let elsewhere = Plan { source: passing("mutate-killed"), ..plan };
    let result = mutate(&elsewhere, &scope, Accepted::default()).await.unwrap();
    assert_eq!(result.mutants[0].verdict, Verdict::Unreached, "{}", result.text());
    assert!(!result.is_complete());
    let accepted = "[[accept]]\nid = \"D-PG-AUTH-01\"\nreason = \"shown by hand\"\n";
    let result = mutate(&elsewhere, &scope, Accepted::from_toml(accepted).unwrap()).await.unwrap();
    assert!(result.is_complete());
}

/// A sandbox that does not tell what its deviations did.
struct Untold;

impl Behaviour for Untold {
    fn bytes(&self, answer: &Answer) -> (Vec<Vec<u8>>, bool) {
        if answer.json()["active"].is_array() { (Vec::new(), false) } else { answer.written() }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mutate_does_not_take_a_silent_sandbox_for_a_deviation_that_nothing_reaches() {
    let nobody = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let untold = proxy::start(&crate::address().await, Untold).await;
    for url in [nobody, untold] {
        let plan =
            Plan { source: passing("mutate-silent"), ..Plan::of(Target::sandbox(&url, None)) };
        let scope = Scope { deviations: vec!["D-PG-AUTH-01".to_owned()], ..Scope::default() };
        let result = mutate(&plan, &scope, Accepted::default()).await.unwrap();
        assert_eq!(result.mutants[0].verdict, Verdict::Blocked, "{}", result.text());
        assert!(
            result.text().contains("unreachable: expected an answer from"),
            "{}",
            result.text()
        );
        assert!(result.is_unfinished() && result.score() == (0, 1));
    }
}

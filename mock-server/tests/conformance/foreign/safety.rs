//! Safety of a run against a server that matters: which operations the suite sends, and how many.
//! Judged by the journal of the server, not by the suite's own report.

use std::collections::BTreeMap;

use conformance::{
    Plan, Report,
    budget::Operation,
    report::{Outcome, Reason},
    run,
    target::{Budget, Cost, Target},
};

use super::{CAPABILITIES, DIALECT, Foreign, REST};

fn played(report: &Report) -> Vec<&str> {
    let ran = report.cases.iter().filter(|case| !matches!(case.outcome, Outcome::Skipped { .. }));
    ran.map(|case| case.id.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_09_what_is_allowed_by_name_adds_only_what_costs_that_alone() {
    let foreign = Foreign::start("production").await;
    let file = format!(
        "environment = 'production'\n{}{}{}{REST}",
        foreign.partner(&foreign.url),
        foreign.envelope(&foreign.url, DIALECT),
        foreign.known().await
    );
    let plan = Plan::of(Target::from_toml(&file, "production").unwrap());
    let before = foreign.done();
    let reads = run(&plan).await.unwrap();
    assert_eq!(foreign.done(), before);
    let skipped = reads
        .cases
        .iter()
        .filter(|case| matches!(case.outcome, Outcome::Skipped { reason: Reason::SafeMode, .. }));
    assert!(skipped.count() > 100);

    let mut allowing = plan;
    allowing.target.safety.allow.insert(Cost::Money);
    let with_money = run(&allowing).await.unwrap();
    let without = played(&reads);
    let added: Vec<_> = with_money
        .cases
        .iter()
        .filter(|case| played(&with_money).contains(&case.id.as_str()))
        .filter(|case| !without.contains(&case.id.as_str()))
        .collect();
    assert!(added.len() > 5);
    for case in added {
        assert!(case.outcome.failure().is_none(), "{}: {:?}", case.id, case.outcome);
        for operation in case.operations.keys().map(|name| Operation::rehearsed(None, name)) {
            let alone = operation.costs.iter().eq([&Cost::Money]);
            assert!(alone, "{} sends {}", case.id, operation.name);
        }
    }
    let new: Vec<_> = foreign.done().into_iter().filter(|one| !contains(&before, one)).collect();
    let money = |(op, _): &(String, usize)| op == "chargeCard" || op == "/cards/topup";
    assert!(!new.is_empty() && new.iter().all(money), "{new:?}");
}

fn contains(done: &BTreeMap<String, usize>, (op, count): &(String, usize)) -> bool {
    done.get(op) == Some(count)
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_07_the_server_sees_no_more_than_the_budget_allows() {
    let foreign = Foreign::start("budget").await;
    let office = foreign.office().await;
    let file = format!(
        "{CAPABILITIES}{}{}{}{REST}",
        foreign.partner(&foreign.url),
        foreign.envelope(&foreign.url, DIALECT),
        office.over_http()
    );
    let mut plan = Plan::of(Target::from_toml(&file, "budget").unwrap());
    plan.target.safety.budget = Budget::parse("cards=3,money=0").unwrap();
    let before = foreign.done();
    let report = run(&plan).await.unwrap();
    let after = foreign.done();
    let made = |op: &str| after.get(op).unwrap_or(&0) - before.get(op).unwrap_or(&0);
    let cards = ["createCard", "replaceCard", "replaceVirtualCard", "/cards/create"].map(made);
    assert!((1..=3).contains(&cards.iter().sum::<usize>()), "{after:?}");
    let money = ["chargeCard", "/cards/topup", "/cards/create", "deposit", "authorize"].map(made);
    assert_eq!(money.iter().sum::<usize>(), 0, "{after:?}");
    let poor =
        |outcome: &Outcome| matches!(outcome, Outcome::Skipped { reason: Reason::Budget, .. });
    assert!(report.cases.iter().filter(|case| poor(&case.outcome)).count() > 100);
    assert_eq!(report.count("failed") + report.count("blocked") + report.count("error"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn sb_conf_07_fees_count_as_money() {
    let foreign = Foreign::start("fees").await;
    let office = foreign.office().await;
    let surface = foreign.envelope(&foreign.url, DIALECT);
    let file = format!("{CAPABILITIES}{surface}{}{REST}", office.over_http());
    let mut plan = Plan::of(Target::from_toml(&file, "fees").unwrap());
    plan.filter = vec!["ER-ISSUE".to_owned(), "ER-TOPUP".to_owned()];
    plan.target.safety.budget = Budget::parse("money=100.00").unwrap();
    let before = foreign.master_balance().await;
    let report = run(&plan).await.unwrap();
    let moved = before - foreign.master_balance().await;
    assert!(moved > 0.0 && moved <= 100.0, "{moved}: {:?}", report.skips());
    let spent: u64 = report.cases.iter().filter_map(|case| case.spent.get("money")).sum();
    assert!(moved <= spent as f64 / 100.0, "{moved} moved, {spent} cents counted");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_on_a_server_can_be_found_again() {
    let foreign = Foreign::start("left-behind").await;
    let file = format!("environment = 'local'\n{}{REST}", foreign.envelope(&foreign.url, DIALECT));
    let target = Target::from_toml(&file, "left-behind").unwrap();
    let plan = Plan { filter: vec!["ER-USER".to_owned()], ..Plan::of(target) };
    let report = run(&plan).await.unwrap();
    let left: Vec<_> = report.cases.iter().flat_map(|case| &case.left_behind).collect();
    assert!(!left.is_empty());
    for one in left {
        let named = |text: &str, member: &str| {
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            json[member].as_str().is_some_and(|id| !id.is_empty() && id != "…")
        };
        assert_eq!(one.operation, "/users/create");
        assert!(named(&one.asked, "external_user_id"), "{}", one.asked);
        assert!(named(&one.answer, "user_id"), "{}", one.answer);
    }
}

//! The matrix of mutants against a server of this build.

use conformance::{
    Plan,
    matrix::{self, Equivalents, Kind, Scope},
    register::Level,
};

#[tokio::test(flavor = "multi_thread")]
async fn no_declared_equivalent_is_out_of_date() {
    let equivalents = Equivalents::load().unwrap();
    // Making mutants takes a run of what they are made of, so only those of these surfaces are made.
    let filter: Vec<_> = equivalents.surfaces().into_iter().map(str::to_owned).collect();
    if filter.is_empty() {
        return;
    }
    let plan = Plan { filter: filter.clone(), ..Plan::of(crate::target().await) };
    let scope = Scope { list: true, ..Scope::default() };
    let listed = matrix::matrix(&plan, &scope, &equivalents, |_, _, _| {}).await.unwrap();
    assert_eq!(listed.stale, Vec::<String>::new());
    for surface in filter {
        let of = listed.mutants.iter().filter(|one| one.mutant.surface == surface);
        assert!(of.count() > 500, "{surface}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mutant_is_noticed_by_a_requirement_of_its_level() {
    // Enough scenarios to show what freezing answers, does and refuses.
    let filter = vec!["PG-LIFE".to_owned()];
    let plan = Plan { filter, ..Plan::of(crate::target().await) };
    let scope = Scope {
        kinds: vec!["previous".to_owned(), "lost".to_owned()],
        operations: vec!["freezeCard".to_owned()],
        ..Scope::default()
    };
    let judged =
        matrix::matrix(&plan, &scope, &Equivalents::default(), |_, _, _| {}).await.unwrap();
    let lost = judged.mutants.iter().find(|one| one.mutant.kind == Kind::Lost).unwrap();
    assert_eq!(lost.mutant.patch, "effect freezeCard lost");
    assert_eq!(lost.mutant.level, Level::Documented);
    assert_eq!((lost.verdict.word(), lost.by_level), ("killed", Some(Level::Documented)));
    assert!(judged.is_complete(), "{}", matrix::text(&judged));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_nobody_is_told_of_is_noticed() {
    let filter = vec!["MC-HOOK-01".to_owned()];
    let plan = Plan { filter, ..Plan::of(crate::target().await) };
    let scope = Scope {
        kinds: vec!["unseen".to_owned(), "absent".to_owned()],
        operations: vec!["wallet.debited".to_owned(), "webhook.attempt".to_owned()],
        level: Some(Level::Public),
        ..Scope::default()
    };
    let judged =
        matrix::matrix(&plan, &scope, &Equivalents::default(), |_, _, _| {}).await.unwrap();
    let patches: Vec<_> = judged.mutants.iter().map(|one| one.mutant.patch.as_str()).collect();
    assert_eq!(patches, ["answer webhook.attempt[ok] /type drop", "effect wallet.debited lost"]);
    assert!(judged.mutants.iter().all(|one| one.by_level == Some(Level::Documented)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_one_operation_lacks_is_noticed() {
    let filter = vec!["PG-AUTH-13".to_owned(), "PG-AUTH-14".to_owned()];
    let plan = Plan { filter, ..Plan::of(crate::target().await) };
    let scope = Scope {
        kinds: vec!["check".to_owned()],
        operations: vec!["AgioCard_card".to_owned(), "freezeCard".to_owned()],
        ..Scope::default()
    };
    let judged =
        matrix::matrix(&plan, &scope, &Equivalents::default(), |_, _, _| {}).await.unwrap();
    let of = |name: &str| judged.mutants.iter().filter(|one| one.mutant.operation == name).count();
    assert_eq!((of("AgioCard_card"), of("freezeCard")), (5, 5));
    assert!(judged.mutants.iter().all(|one| one.by_level == Some(Level::Documented)));
}

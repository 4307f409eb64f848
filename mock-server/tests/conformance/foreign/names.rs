//! The in-app surface under the names of other versions of its guide (AMB-AG-01).

use conformance::{
    doctor::{Health, examine},
    report::Outcome,
    target::Target,
};
use serde_json::json;

use super::{CAPABILITIES, Foreign, REST, judged_by_one_each, passed};

#[tokio::test(flavor = "multi_thread")]
async fn names_with_agio_are_spoken() {
    is_judged_under("agio").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_without_rain_are_spoken() {
    is_judged_under("plain").await;
}

/// The doctor finds nothing wrong, and a run judges and tells the reading.
async fn is_judged_under(reading: &str) {
    let foreign = Foreign::with(reading, json!({ "AMB-AG-01": reading })).await;
    let office = foreign.office().await;
    let surface = foreign.in_app(&foreign.url);
    let file = format!("{CAPABILITIES}{surface}{}{REST}", office.over_http());
    let diagnosis = examine(&Target::from_toml(&file, "names").unwrap()).await;
    let wrong = diagnosis.findings.iter().filter(|one| one.health != Health::Ok);
    let wrong: Vec<_> = wrong.map(|one| one.what.as_str()).collect();
    assert_eq!(wrong, ["capabilities"], "{}", diagnosis.text());
    let report = judged_by_one_each(&file, "AG").await;
    let count = passed(&report, "AG");
    assert!(count > 80, "{count}: {:?}", report.skips());
    let told = report.cases.iter().find(|case| case.requirements == ["AG-GQL-05"]);
    let told = &told.expect("it is judged").outcome;
    assert!(matches!(told, Outcome::Reading { reading: name } if name == reading), "{told:?}");
}

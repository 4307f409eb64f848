//! The doctor, run on a server with which nothing is wrong.

use conformance::{
    doctor::{Health, examine},
    target::Target,
};

use super::{CAPABILITIES, DIALECT, Foreign, REST};

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_nothing_wrong_and_changes_nothing() {
    let foreign = Foreign::start("healthy").await;
    let office = foreign.office().await;
    let file = format!(
        "{CAPABILITIES}{}{}{}{}{}{REST}",
        foreign.partner(&foreign.url),
        foreign.in_app(&foreign.url),
        foreign.envelope(&foreign.url, DIALECT),
        foreign.known().await,
        office.over_http()
    );
    let before = foreign.done();
    let diagnosis = examine(&Target::from_toml(&file, "healthy").unwrap()).await;
    let wrong = diagnosis.findings.iter().filter(|one| one.health != Health::Ok);
    let wrong: Vec<_> = wrong.map(|one| one.what.as_str()).collect();
    // What only a sandbox, or a machine with a browser, can do.
    assert_eq!(wrong, ["capabilities"], "{}", diagnosis.text());
    let after = foreign.done().into_iter().filter(|(op, count)| before.get(op) != Some(count));
    assert_eq!(after.collect::<Vec<_>>(), [("generateEncryptionKeys".to_owned(), 2)]);
    assert_eq!(office.asked.lock().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_finds_a_sandbox_ready() {
    let diagnosis = examine(&crate::target().await).await;
    assert!(diagnosis.is_healthy(), "{}", diagnosis.text());
    let control = diagnosis.findings.iter().find(|one| one.what == "control plane").unwrap();
    assert_eq!(control.health, Health::Ok, "{}", diagnosis.text());
}

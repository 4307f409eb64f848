//! The suite against a server of this build: everything passes whatever the number of jobs, every
//! deviation is found, and every requirement has a scenario.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

mod agreement;
mod broken;
mod costs;
mod dishonest;
mod foreign;
mod honest;
mod issuer;
mod matrix;
mod proxy;
mod strangers;
mod verdicts;

use std::time::Duration;

use conformance::{
    Plan, Report,
    mutate::{Accepted, Scope, mutate},
    register::{Requirement, register},
    report::Outcome,
    run,
    source::Source,
    target::Target,
};
use mock_server::{config::Config, server};
use tokio::{net::TcpListener, sync::OnceCell};

/// Allocator, as that of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A server on a free port, which runs as long as the test.
async fn target() -> Target {
    let mut target = Target::sandbox(&address().await, None);
    // A day of deliveries to a receiver in this process takes long while 64 scenarios run.
    target.request_timeout = Duration::from_secs(60);
    target
}

async fn address() -> String {
    let config = Config::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let worlds = server::worlds(&config).unwrap();
    tokio::spawn(async move {
        server::serve(listener, worlds, &config, std::future::pending()).await.unwrap();
    });
    url
}

/// A run of everything with 64 jobs, with all requests. Several tests look at it.
async fn whole() -> &'static Report {
    static WHOLE: OnceCell<Report> = OnceCell::const_new();
    let run = async || {
        let plan = Plan { jobs: 64, keep_exchanges: true, ..Plan::of(target().await) };
        run(&plan).await.unwrap()
    };
    WHOLE.get_or_init(run).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_deviation_is_killed_by_its_own_requirement() {
    let plan = Plan::of(target().await);
    let scope = Scope { covered_only: true, ..Scope::default() };
    let result = mutate(&plan, &scope, Accepted::default()).await.unwrap();
    assert!(result.mutants.len() > 100);
    assert!(result.is_complete(), "{:#?}", result.open());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reading_is_told_by_the_requirement_of_its_ambiguity() {
    let plan = Plan::of(target().await);
    for ambiguity in &register().ambiguities {
        let reports = |one: &&Requirement| one.ambiguity.as_ref() == Some(&ambiguity.id);
        let Some(requirement) = register().requirements.iter().find(reports) else { continue };
        for reading in &ambiguity.reading {
            let plan = Plan {
                filter: vec![requirement.id.clone()],
                readings: vec![(ambiguity.id.clone(), reading.name.clone())],
                ..plan.clone()
            };
            let report = run(&plan).await.unwrap();
            let told = report.cases.iter().any(
                |case| matches!(&case.outcome, Outcome::Reading { reading: name } if *name == reading.name),
            );
            assert!(told, "{} {}: {:#?}", ambiguity.id, reading.name, report.cases);
        }
    }
}

#[test]
fn every_requirement_has_a_scenario_or_a_test_and_every_tag_a_requirement() {
    let features = Source::Embedded.read().unwrap();
    let scenarios = features.iter().flat_map(|feature| &feature.scenarios);
    let tags: Vec<_> = scenarios.flat_map(|scenario| &scenario.tags).collect();
    for requirement in &register().requirements {
        let judged = tags.contains(&&requirement.id) || !requirement.judged_by.is_empty();
        assert!(judged, "{} has neither scenario nor test", requirement.id);
    }
    for tag in tags {
        assert!(
            tag.starts_with("needs:") || tag == "waits" || register().get(tag).is_some(),
            "{tag} is no requirement"
        );
    }
}

/// HTTP client for the requests of the tests themselves.
fn client() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

//! Sessions as they leave a world (SB 15): the suite plays their scenarios, and what they say is
//! checked here by value.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use conformance::{Plan, Report, run, source::Source, target::Target};
use http_body_util::BodyExt;
use mock_server::{
    config::Config,
    server,
    surfaces::{
        SURFACES,
        control::{ExportForm, ExportRange, export_journal, read_journal},
    },
    world::Record,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::{
    replay::session::{EVENTS, session_of},
    support::Sandbox,
};

/// Deviation under which the session is recorded: `freezeCard` answers a status that is none.
const FREEZES_WRONGLY: &str = "D-PG-LIFE-01";

/// URL of another server, which runs as long as the test.
async fn another_server() -> String {
    let config = Config::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let worlds = server::worlds(&config).unwrap();
    tokio::spawn(async move {
        server::serve(listener, worlds, &config, std::future::pending()).await.unwrap();
    });
    url
}

/// A file that the test leaves in the folder for temporary files when it fails.
fn file(name: &str, text: &str) -> PathBuf {
    let path = env::temp_dir().join(format!("mock-server-{}-{name}", std::process::id()));
    fs::write(&path, text).unwrap();
    path
}

/// Result of playing a feature on a server with these deviations.
async fn played(feature: &Path, url: &str, deviations: &[&str]) -> Report {
    let plan = Plan {
        source: Source::Directory(feature.to_owned()),
        deviations: deviations.iter().map(|id| (*id).to_owned()).collect(),
        ..Plan::of(Target::sandbox(url, None))
    };
    run(&plan).await.unwrap()
}

/// Every credential that a world tells.
async fn credentials(sandbox: &Sandbox) -> Vec<String> {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let is_one = [
                        "api_token",
                        "client_secret",
                        "token",
                        "token_secret",
                        "api_key",
                        "api_secret",
                        "password",
                        "webhook_secret",
                        "organization_key",
                        "staff_session",
                    ]
                    .contains(&name.as_str());
                    match value {
                        Value::String(text) if is_one => found.push(text.clone()),
                        value => walk(value, found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let told = sandbox.control("GET", "/worlds/test/credentials", &Value::Null).await.json();
    let mut found = Vec::new();
    walk(&told, &mut found);
    assert!(found.len() > 8, "{told}");
    found
}

async fn exported(sandbox: &Sandbox, query: &str) -> String {
    let path = format!("/worlds/test/export?{query}");
    let told = sandbox.control("GET", &path, &Value::Null).await;
    assert_eq!(told.status, 200, "{query}: {}", told.text());
    told.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sb_exp_01_an_exported_feature_passes_on_a_sandbox_and_fails_where_it_was_recorded() {
    let (sandbox, _) = session_of(700, json!({"deviations": [FREEZES_WRONGLY]})).await;
    let shown = sandbox.control("GET", "/worlds/test/requests?limit=0", &json!({})).await.json();
    assert!(shown["total"].as_u64().unwrap() >= 500, "{shown}");
    let feature = exported(&sandbox, "as=gherkin").await;
    let script = exported(&sandbox, "as=curl").await;
    let asked = feature.lines().filter(|line| line.contains("\" asks ")).count();
    let sent = feature.lines().filter(|line| line.contains("\" sends ")).count();
    assert!(asked + sent > 400, "{asked} documents, {sent} other requests");
    for surface in [
        "asks PG",
        "asks AG",
        "sends ER",
        "sends MC",
        "the back office sends \"POST /faults",
        "the back office sends \"POST /ops/",
        "world time moves on by",
    ] {
        assert!(feature.contains(surface), "nothing {surface}");
    }
    for secret in credentials(&sandbox).await {
        assert!(!feature.contains(&secret), "the feature shows {secret}");
        assert!(!script.contains(&secret), "the script shows {secret}");
    }
    let path = file("session.feature", &feature);
    let url = another_server().await;
    let report = played(&path, &url, &[]).await;
    let text = conformance::report::text(&report);
    assert_eq!(report.exit_code(), 0, "{}: {text}", path.display());
    let report = played(&path, &url, &[FREEZES_WRONGLY]).await;
    let text = conformance::report::text(&report);
    assert_eq!(report.exit_code(), 1, "{text}");
    assert!(text.contains("frozen"), "{text}");
    fs::remove_file(path).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journal_is_enough_for_a_feature() {
    let (_, journal) = session_of(EVENTS / 5, json!({})).await;
    let records = read_journal(journal.as_bytes()).unwrap();
    let export = |form, range| export_journal(&records, (form, range, false), &SURFACES);
    let all = ExportRange { from: 1, to: u64::MAX };
    let feature = export(ExportForm::Gherkin, all).await.unwrap();
    for surface in ["asks PG", "sends ER", "sends MC"] {
        assert!(feature.contains(surface), "nothing {surface}");
    }
    let path = file("journal.feature", &feature);
    let url = another_server().await;
    let report = played(&path, &url, &[]).await;
    let text = conformance::report::text(&report);
    assert_eq!(report.exit_code(), 0, "{}: {text}", path.display());
    // What went before is prepared and not demanded.
    let last = export(ExportForm::Gherkin, ExportRange { from: 40, to: 60 }).await.unwrap();
    assert!(last.len() < feature.len() / 2, "{} of {}", last.len(), feature.len());
    let path = file("part.feature", &last);
    let report = played(&path, &url, &[]).await;
    let text = conformance::report::text(&report);
    assert_eq!(report.exit_code(), 0, "{}: {text}", path.display());
    let har: Value = serde_json::from_str(&export(ExportForm::Har, all).await.unwrap()).unwrap();
    assert!(har["log"]["entries"].as_array().unwrap().len() > 100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fork_is_exported_with_the_requests_of_its_origin() {
    let (origin, _) = session_of(EVENTS / 5, json!({})).await;
    let theirs = origin.worlds.get("test").unwrap().journal();
    let half = theirs[theirs.len() / 2].n;
    for (id, at) in [("whole", None), ("half", Some(half))] {
        let body = json!({"id": id, "at": at});
        let made = origin.control("POST", "/worlds/test/fork", &body).await;
        assert_eq!(made.status, 201, "{}", made.text());
        let ours = origin.worlds.get(id).unwrap().journal();
        let records = theirs.iter().take_while(|record| at.is_none_or(|at| record.n <= at));
        for (theirs, ours) in records.zip(&ours) {
            let asked = |record: &Record| record.request.is_some();
            assert_eq!(asked(ours), asked(theirs), "{id}: {theirs:?} {ours:?}");
            let status = |record: &Record| record.answer.as_ref().map(|answer| answer.status);
            assert_eq!(status(ours), status(theirs), "{id}: {theirs:?} {ours:?}");
        }
        let verify = format!("/worlds/{id}/journal/verify");
        let verified = origin.control("POST", &verify, &Value::Null).await.json();
        assert_eq!(verified["equal"], true, "{id}: {verified}");
        let answers = ours.iter().filter(|one| one.answer.is_some() && one.request.is_some());
        let compared = verified["compared"].as_u64().unwrap();
        assert!(compared >= answers.count() as u64 && compared > 50, "{id}: {verified}");
        let path = format!("/worlds/{id}/export?as=gherkin");
        let feature = origin.control("GET", &path, &Value::Null).await.text();
        for surface in ["asks PG", "sends ER", "sends MC"] {
            assert!(feature.contains(surface), "{id}: nothing {surface}");
        }
        assert!(!feature.contains("its record does not hold all of it"), "{id}: {feature}");
        let file = file(&format!("{id}.feature"), &feature);
        let report = played(&file, &another_server().await, &[]).await;
        let text = conformance::report::text(&report);
        assert_eq!(report.exit_code(), 0, "{}: {text}", file.display());
        fs::remove_file(file).unwrap();
    }
}

#[tokio::test]
async fn a_har_has_an_entry_for_each_request() {
    let (sandbox, _) = session_of(EVENTS / 5, json!({})).await;
    let drop = json!({"match": {"surface": "PG"}, "when": {"next": 1}, "then": {"drop": "after"}});
    sandbox.control("POST", "/worlds/test/faults", &drop).await;
    let mut sandbox = sandbox;
    let body = json!({"query": "{ AgioCard_card { id } }"}).to_string();
    let request = sandbox.signed(0, body.as_bytes());
    let cut = sandbox.router.clone().oneshot(request).await.unwrap();
    assert!(cut.into_body().collect().await.is_err());
    let har: Value = serde_json::from_str(&exported(&sandbox, "as=har").await).unwrap();
    let entries = har["log"]["entries"].as_array().unwrap();
    let shown = sandbox.control("GET", "/worlds/test/requests?limit=0", &json!({})).await.json();
    assert_eq!(entries.len() as u64, shown["total"].as_u64().unwrap());
    assert!(entries.iter().zip(1..).all(|(entry, n)| entry["_n"] == n));
    assert_eq!(entries.last().unwrap()["response"]["status"], 0);
    let sealed = entries.iter().find(|entry| entry["_surface"] == "ER").unwrap();
    assert!(sealed["request"]["_decrypted"]["request_timestamp"].is_i64(), "{sealed}");
    let refused = entries.iter().find(|entry| entry["_outcome"] == "invalid").unwrap();
    assert!(refused["response"]["status"].is_u64(), "{refused}");
}

#[tokio::test]
async fn bounds_that_make_no_sense_are_refused() {
    let sandbox = Sandbox::new().await;
    for (query, place) in [
        ("as=gherkin&from=2&to=1", "?from"),
        ("as=journal&from=1", "?from"),
        ("as=pdf", "?as"),
        ("", "?as"),
    ] {
        let told =
            sandbox.control("GET", &format!("/worlds/test/export?{query}"), &json!({})).await;
        assert_eq!(
            (told.status.as_u16(), &told.json()["pointer"]),
            (422, &json!(place)),
            "{query}"
        );
    }
}

//! The client report: every detector is proved by the scripted client that breaks its duty, and a
//! client that keeps them all breaks none (SB 10).

mod envelope;
mod good;
mod in_app;
mod managed_cards;
mod partner;
mod suite;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Reply, Sandbox};

/// Document that reads cards.
const READ: &str = "{ AgioCard_card { id } }";

/// Document that opens an encryption session.
const OPEN: &str = "mutation { generateEncryptionKeys { sessionId key iv } }";

impl Sandbox {
    /// The client report, with these parameters of the query.
    async fn report_with(&self, query: &str) -> Reply {
        let path = format!("/worlds/{}/client-report{query}", self.world);
        self.control("GET", &path, &Value::Null).await
    }

    /// The client report.
    async fn report(&self) -> Value {
        let reply = self.report_with("").await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        reply.json()
    }

    /// The verdict on a duty.
    async fn duty(&self, id: &str) -> Value {
        of(&self.report().await, id)
    }

    /// Checks that a duty is broken, as these requests show.
    async fn is_broken(&self, id: &str, evidence: &[u64]) {
        let duty = self.duty(id).await;
        assert_eq!(duty["verdict"], "broken", "{duty:#}");
        assert_eq!(duty["evidence"], json!(evidence), "{duty:#}");
        assert_ne!(duty["says"], "", "{duty:#}");
    }

    /// Orders a fault.
    async fn has_fault(&self, fault: Value) {
        let path = format!("/worlds/{}/faults", self.world);
        let reply = self.control("POST", &path, &fault).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    }

    /// Orders that the next requests of partners are answered with 503.
    async fn is_down_for(&self, requests: u64) {
        let fault = json!({"match": {"surface": "PG"}, "when": {"next": requests},
                           "then": {"error": "nonce-store-503"}});
        self.has_fault(fault).await;
    }

    /// Opens an encryption session.
    async fn session_id(&mut self) -> String {
        let opened = self.ask(OPEN, &json!({})).await.json();
        opened["data"]["generateEncryptionKeys"]["sessionId"].as_str().unwrap().to_owned()
    }

    /// Reveals the secrets of a card under a session.
    async fn reveal(&mut self, card: i64, session: &str) -> Value {
        let document = "mutation($card: Int!, $session: String!) { revealCardSecrets(cardId: $card, \
                        sessionId: $session) { success error encryptedSecrets } }";
        let reply = self.ask(document, &json!({"card": card, "session": session})).await;
        reply.json()["data"]["revealCardSecrets"].clone()
    }
}

/// The verdict on a duty in a report.
fn of(report: &Value, id: &str) -> Value {
    let duties = report["duties"].as_array().unwrap();
    duties.iter().find(|duty| duty["id"] == id).unwrap().clone()
}

/// Ids of the duties with a verdict.
fn with(report: &Value, verdict: &str) -> Vec<String> {
    let duties = report["duties"].as_array().unwrap().iter();
    let found = duties.filter(|duty| duty["verdict"] == verdict);
    found.map(|duty| duty["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn sb_duty_01_a_broken_duty_is_reported_with_evidence() {
    let mut sandbox = Sandbox::new().await;
    for _ in 0..2 {
        let mut forged = sandbox.signed_at(0, b"{\"query\": \"{ other }\"}", sandbox.now);
        *forged.body_mut() = json!({"query": READ}).to_string().into();
        assert_eq!(sandbox.send(forged).await.status, StatusCode::UNAUTHORIZED);
    }
    let session = sandbox.session_id().await;
    assert_eq!(sandbox.reveal(1, &session).await["success"], true);
    assert_eq!(sandbox.reveal(1, &session).await["success"], false);
    let report = sandbox.report().await;
    for (id, evidence) in [("PG-CLIENT-07", json!([1, 2])), ("PG-CLIENT-12", json!([4, 5]))] {
        let duty = of(&report, id);
        assert_eq!((&duty["verdict"], &duty["times"]), (&json!("broken"), &json!(1)), "{duty:#}");
        assert_eq!(duty["evidence"], evidence, "{duty:#}");
        assert!(!duty["requirements"].as_array().unwrap().is_empty(), "{duty:#}");
        assert_eq!(duty["level"], "client");
        assert!(duty["source"].as_str().unwrap().starts_with("partner-card-api"), "{duty:#}");
    }
    assert_eq!(report["summary"]["broken"], with(&report, "broken").len());
}

#[tokio::test]
async fn sb_duty_02_a_duty_without_occasion_is_unseen_and_not_kept() {
    let mut sandbox = Sandbox::new().await;
    assert_eq!(sandbox.ask(READ, &json!({})).await.status, StatusCode::OK);
    let before = sandbox.report().await;
    sandbox.is_down_for(1).await;
    assert_eq!(sandbox.ask(READ, &json!({})).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let between = sandbox.report().await;
    sandbox.advance(1).await;
    assert_eq!(sandbox.ask(READ, &json!({})).await.status, StatusCode::OK);
    let after = sandbox.report().await;
    for id in ["PG-CLIENT-01", "PG-CLIENT-02"] {
        assert_eq!(of(&before, id)["verdict"], "unseen");
        assert_eq!(of(&between, id)["verdict"], "unseen", "the client may still be waiting");
        let duty = of(&after, id);
        assert_eq!((&duty["verdict"], &duty["evidence"]), (&json!("kept"), &json!([2, 3])));
    }
    for report in [&before, &between, &after] {
        let summary = &report["summary"];
        for verdict in ["kept", "broken", "unseen"] {
            assert_eq!(summary[verdict], with(report, verdict).len(), "{verdict}");
        }
        assert_eq!(summary["broken"], 0);
    }
    let kept = |report: &Value| report["summary"]["kept"].as_u64().unwrap();
    assert!(kept(&after) >= kept(&before) + 2);
}

#[tokio::test]
async fn the_report_is_written_as_junit_and_as_a_page() {
    let mut sandbox = Sandbox::new().await;
    sandbox.is_down_for(1).await;
    sandbox.ask(READ, &json!({})).await;
    sandbox.ask(READ, &json!({})).await;
    let summary = sandbox.report().await["summary"].clone();

    let junit = sandbox.report_with("?as=junit").await;
    assert_eq!(junit.headers["content-type"], "application/xml; charset=utf-8");
    let junit = junit.text();
    let of_all = |name: &str| {
        let head = junit.lines().find(|line| line.contains("<testsuites")).unwrap();
        let (_, rest) = head.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<u64>().unwrap()
    };
    assert_eq!(of_all("tests"), 33);
    assert_eq!(json!(of_all("failures")), summary["broken"]);
    assert_eq!(json!(of_all("skipped")), summary["unseen"], "unseen is skipped, not passed");
    assert_eq!(junit.matches("<skipped ").count() as u64, of_all("skipped"));
    assert!(junit.contains("classname=\"PG-CLIENT-02\""), "{junit}");
    assert!(junit.contains("shown by: requests 1, 2"), "{junit}");

    let page = sandbox.report_with("?as=html").await;
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    let page = page.text();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert!(page.contains("<section class=\"broken\" id=\"PG-CLIENT-02\">"), "{page}");
    assert!(page.contains("/_sandbox/worlds/test/requests/2"), "{page}");
}

#[tokio::test]
async fn parameters_that_make_no_sense_are_refused() {
    let sandbox = Sandbox::new().await;
    for (query, place) in [("?as=pdf", "?as"), ("?exit=none", "?exit"), ("?form=html", "?form")] {
        let reply = sandbox.report_with(query).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}: {}", reply.text());
        assert_eq!(reply.json()["pointer"], place, "{}", reply.text());
    }
    let reply = sandbox.control("GET", "/worlds/nowhere/client-report", &Value::Null).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_duties_are_catalogued() {
    let sandbox = Sandbox::new().await;
    let reply = sandbox.control("GET", "/catalog/duties?limit=1000", &Value::Null).await.json();
    let duties = reply["items"].as_array().unwrap();
    assert_eq!(duties.len(), 33);
    for duty in duties {
        for member in ["id", "surface", "title", "statement", "occasion", "bad_client", "source"] {
            assert!(duty[member].as_str().is_some_and(|text| !text.is_empty()), "{duty:#}");
        }
    }
}

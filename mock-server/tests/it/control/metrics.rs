//! Counters of the server (SB 16).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::done;
use crate::support::Sandbox;

/// Every series with its value.
async fn series(sandbox: &Sandbox) -> BTreeMap<String, f64> {
    let reply = sandbox.control("GET", "/metrics", &Value::Null).await;
    assert_eq!(reply.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = reply.text();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), value.parse().unwrap())
        })
        .collect()
}

async fn eventful(sandbox: &mut Sandbox) {
    let receiver = json!({"surface": "AG", "url": "sink"});
    done(sandbox, "POST", "/worlds/test/receivers", &receiver).await;
    let fault = json!({"match": {"operation": "freezeCard"}, "then": {"error": "issuer-error"}});
    done(sandbox, "POST", "/worlds/test/faults", &fault).await;
    sandbox.ask("mutation { freezeCard(cardId: 1) { success } }", &json!({})).await;
    sandbox.ask("{ AgioCard_card_company { id } }", &json!({})).await;
    sandbox.ask("{ AgioCard_card_company { id } AgioCard_card { id } }", &json!({})).await;
    let mut wrong = sandbox.signed(0, b"{}");
    wrong.headers_mut().insert("x-agio-signature", "0".parse().unwrap());
    sandbox.send(wrong).await;
    let deposit = json!({"card": "jane/1", "asset": "USDC", "amount": "5.00"});
    done(sandbox, "POST", "/worlds/test/ops/deposit", &deposit).await;
    sandbox.advance(3600).await;
}

#[tokio::test]
async fn requests_worlds_faults_effects_and_webhooks_are_counted() {
    let mut sandbox = Sandbox::new().await;
    eventful(&mut sandbox).await;
    let all = series(&sandbox).await;
    let get = |name: &str| *all.get(name).unwrap_or_else(|| panic!("no {name} in {all:#?}"));
    for (name, value) in [
        ("sandbox_worlds", 2.0),
        ("sandbox_worlds_made_total", 2.0),
        (r#"sandbox_faults_fired_total{kind="error"}"#, 1.0),
        (r#"sandbox_refusals_total{surface="PG",cause="signature"}"#, 1.0),
        (
            r#"sandbox_requests_total{surface="PG",operation="AgioCard_card_company",status="200"}"#,
            1.0,
        ),
        (r#"sandbox_requests_total{surface="PG",operation="several",status="200"}"#, 1.0),
        (r#"sandbox_requests_total{surface="PG",operation="other",status="401"}"#, 1.0),
        (r#"sandbox_request_seconds_count{surface="PG"}"#, 4.0),
        ("sandbox_inflight_requests", 0.0),
        ("sandbox_journal_errors_total", 0.0),
        ("sandbox_log_dropped_total", 0.0),
    ] {
        assert_eq!(get(name), value, "{name}");
    }
    assert!(get(r#"sandbox_webhook_attempts_total{surface="AG",result="acknowledged"}"#) >= 1.0);
    assert!(get(r#"sandbox_effects_fired_total{effect="webhook.attempt"}"#) >= 1.0);
    assert!(get("sandbox_journal_append_seconds_count") >= 3.0);
    let records = done(&sandbox, "GET", "/worlds/test", &Value::Null).await;
    let records = records["journal_records"].as_f64().unwrap();
    assert!(get("sandbox_journal_records_total") >= records);
    assert!(all.keys().any(|name| name.starts_with("sandbox_build_info{version=")));
    sandbox.control("POST", "/worlds/test/reset", &json!({})).await;
    sandbox.control("DELETE", "/worlds/test", &Value::Null).await;
    let all = series(&sandbox).await;
    assert_eq!(all[r#"sandbox_worlds_gone_total{why="replaced"}"#], 1.0);
    assert_eq!(all[r#"sandbox_worlds_gone_total{why="deleted"}"#], 1.0);
}

#[tokio::test]
async fn no_label_is_chosen_by_a_client() {
    let mut sandbox = Sandbox::new().await;
    eventful(&mut sandbox).await;
    sandbox.ask("{ __schema { queryType { name } } }", &json!({})).await;
    sandbox.ask("query Secretive { nonsense_of_a_client }", &json!({})).await;
    let (token, secret) = sandbox.credential(0);
    let text = sandbox.control("GET", "/metrics", &Value::Null).await.text();
    for unwanted in ["test", "nonsense", "Secretive", &token, &secret, "card:", "acme", "jane"] {
        assert!(!text.contains(unwanted), "{unwanted}");
    }
}

#[tokio::test]
async fn the_control_token_protects_the_counters() {
    let path = std::env::temp_dir().join(format!("token-{}", std::process::id()));
    std::fs::write(&path, "a-token").unwrap();
    let flags = ["--control-token-file", path.to_str().unwrap()];
    let config = <mock_server::config::Config as clap::Parser>::parse_from(
        ["mock-server"].into_iter().chain(flags),
    );
    let worlds = mock_server::server::worlds(&config).unwrap();
    let router = mock_server::server::router(worlds, &config).unwrap();
    std::fs::remove_file(&path).unwrap();
    for (header, status) in [("Bearer other", 401), ("Bearer a-token", 200)] {
        let request = axum::http::Request::get("/_sandbox/metrics").header("authorization", header);
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = tower::ServiceExt::oneshot(router.clone(), request).await.unwrap();
        assert_eq!(response.status(), status, "{header}");
    }
}

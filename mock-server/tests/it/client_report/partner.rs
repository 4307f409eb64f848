//! Partners that do one thing wrong.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use conformance::drivers::partner::sign;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::READ;
use crate::support::Sandbox;

/// Asks again and again, with these pauses in seconds in between.
async fn insists(sandbox: &mut Sandbox, pauses: &[i64]) {
    sandbox.ask(READ, &json!({})).await;
    for pause in pauses {
        sandbox.advance(*pause).await;
        sandbox.ask(READ, &json!({})).await;
    }
}

#[tokio::test]
async fn pg_client_01_is_broken_by_gives_up_on_503() {
    let mut sandbox = Sandbox::new().await;
    sandbox.is_down_for(1).await;
    sandbox.ask(READ, &json!({})).await;
    sandbox.advance(61).await;
    sandbox.is_broken("PG-CLIENT-01", &[1]).await;
}

#[tokio::test]
async fn pg_client_02_is_broken_by_retries_at_once() {
    let mut sandbox = Sandbox::new().await;
    sandbox.is_down_for(1).await;
    insists(&mut sandbox, &[0]).await;
    sandbox.is_broken("PG-CLIENT-02", &[1, 2]).await;
}

#[tokio::test]
async fn a_first_retry_that_comes_late_is_kept_with_a_remark() {
    let mut sandbox = Sandbox::new().await;
    sandbox.is_down_for(1).await;
    insists(&mut sandbox, &[4]).await;
    let duty = sandbox.duty("PG-CLIENT-02").await;
    assert_eq!(duty["verdict"], "kept", "{duty:#}");
    assert_eq!(duty["remark"], "the first retry came after 4.0 s");
}

#[tokio::test]
async fn pg_client_03_is_broken_by_constant_backoff() {
    let mut sandbox = Sandbox::new().await;
    sandbox.is_down_for(4).await;
    insists(&mut sandbox, &[1, 1, 1]).await;
    sandbox.is_broken("PG-CLIENT-03", &[1, 2, 3, 4]).await;
    let duty = sandbox.duty("PG-CLIENT-03").await;
    assert_eq!(duty["says"], "retried 503 after 1.0 s, then 1.0 s, then 1.0 s");
}

#[tokio::test]
async fn pg_client_04_is_broken_by_uncapped_backoff() {
    let mut sandbox = Sandbox::new().await;
    sandbox.is_down_for(10).await;
    insists(&mut sandbox, &[1, 2, 4, 8, 16, 32, 64]).await;
    sandbox.is_broken("PG-CLIENT-04", &[1, 2, 3, 4, 5, 6, 7, 8]).await;
}

#[tokio::test]
async fn pg_client_05_is_broken_by_retries_for_ever() {
    let mut sandbox = Sandbox::new().await;
    sandbox.is_down_for(10).await;
    insists(&mut sandbox, &[1, 2, 4, 8, 16]).await;
    let duty = sandbox.duty("PG-CLIENT-05").await;
    assert_eq!(duty["verdict"], "kept", "six may be meant: {duty:#}");
    assert_ne!(duty["remark"], Value::Null, "{duty:#}");
    sandbox.advance(32).await;
    sandbox.ask(READ, &json!({})).await;
    sandbox.is_broken("PG-CLIENT-05", &[1, 2, 3, 4, 5, 6, 7]).await;
}

#[tokio::test]
async fn pg_client_06_is_broken_by_resends_same_signature() {
    let mut sandbox = Sandbox::new().await;
    let fault = json!({"match": {"surface": "PG"}, "then": {"error": "hasura-503"}});
    sandbox.has_fault(fault).await;
    let body = json!({"query": READ}).to_string();
    let stamp = sandbox.now;
    for wanted in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::UNAUTHORIZED] {
        let request = sandbox.signed_at(0, body.as_bytes(), stamp);
        assert_eq!(sandbox.send(request).await.status, wanted);
        sandbox.advance(1).await;
    }
    sandbox.is_broken("PG-CLIENT-06", &[1, 2]).await;
}

#[tokio::test]
async fn pg_client_07_is_broken_by_repeats_401() {
    let sandbox = Sandbox::new().await;
    let body = json!({"query": READ}).to_string();
    for _ in 0..3 {
        let request = sandbox.signed_at(0, body.as_bytes(), sandbox.now - 600_000);
        assert_eq!(sandbox.send(request).await.status, StatusCode::UNAUTHORIZED);
    }
    sandbox.is_broken("PG-CLIENT-07", &[1, 2, 3]).await;
    assert_eq!(sandbox.duty("PG-CLIENT-07").await["times"], 2);
}

#[tokio::test]
async fn pg_client_08_is_broken_by_timestamps_in_seconds() {
    let sandbox = Sandbox::new().await;
    let body = json!({"query": READ}).to_string();
    let request = sandbox.signed_at(0, body.as_bytes(), sandbox.now / 1000);
    assert_eq!(sandbox.send(request).await.status, StatusCode::UNAUTHORIZED);
    sandbox.is_broken("PG-CLIENT-08", &[1]).await;
    assert_eq!(sandbox.duty("PG-CLIENT-09").await["verdict"], "unseen", "one mistake, one duty");
}

#[tokio::test]
async fn pg_client_09_is_broken_by_skewed_clock() {
    let sandbox = Sandbox::new().await;
    let body = json!({"query": READ}).to_string();
    for (behind, verdict) in [(40_000, "kept"), (400_000, "broken")] {
        let request = sandbox.signed_at(0, body.as_bytes(), sandbox.now - behind);
        sandbox.send(request).await;
        let duty = sandbox.duty("PG-CLIENT-09").await;
        assert_eq!(duty["verdict"], verdict, "{duty:#}");
        assert_eq!(duty["remark"].is_string(), verdict == "kept", "{duty:#}");
    }
    sandbox.is_broken("PG-CLIENT-09", &[2]).await;
}

#[tokio::test]
async fn pg_client_10_is_broken_by_signs_another_serialisation() {
    let sandbox = Sandbox::new().await;
    let (token, secret) = sandbox.credential(0);
    let body = json!({"query": READ, "variables": {}});
    let stamp = sandbox.now.to_string();
    let request = Request::post("/partner/cards/graphql")
        .header("content-type", "application/json")
        .header("x-agio-api-key", token)
        .header("x-agio-timestamp", &stamp)
        .header("x-agio-signature", sign::hex(&secret, &stamp, body.to_string().as_bytes()))
        .body(Body::from(serde_json::to_string_pretty(&body).unwrap()))
        .unwrap();
    assert_eq!(sandbox.send(request).await.status, StatusCode::UNAUTHORIZED);
    sandbox.is_broken("PG-CLIENT-10", &[1]).await;
}

#[tokio::test]
async fn pg_client_11_is_broken_by_secret_in_query() {
    let sandbox = Sandbox::new().await;
    let (token, secret) = sandbox.credential(0);
    let body = json!({"query": READ}).to_string();
    for (at, query) in [format!("secret={secret}"), format!("key={token}")].into_iter().enumerate()
    {
        let mut request = sandbox.signed_at(0, body.as_bytes(), sandbox.now + at as i64);
        *request.uri_mut() = format!("/partner/cards/graphql?{query}").parse().unwrap();
        sandbox.send(request).await;
    }
    let mut request = sandbox.signed_at(0, body.as_bytes(), sandbox.now + 2);
    let basic = {
        use base64::{Engine, engine::general_purpose::STANDARD};
        STANDARD.encode(format!("{token}:{secret}"))
    };
    request.headers_mut().insert("authorization", format!("Basic {basic}").parse().unwrap());
    sandbox.send(request).await;
    sandbox.is_broken("PG-CLIENT-11", &[1, 2, 3]).await;
    let shown = sandbox.report_with("").await.text();
    assert!(!shown.contains(&secret) && !shown.contains(&token), "{shown}");
}

#[tokio::test]
async fn pg_client_12_is_broken_by_reuses_session() {
    let mut sandbox = Sandbox::new().await;
    let session = sandbox.session_id().await;
    sandbox.reveal(1, &session).await;
    sandbox.reveal(1, &session).await;
    sandbox.is_broken("PG-CLIENT-12", &[2, 3]).await;
    let shown = sandbox.report_with("").await.text();
    assert!(!shown.contains(&session), "{shown}");
}

#[tokio::test]
async fn pg_client_13_is_broken_by_stockpiles_sessions() {
    let mut sandbox = Sandbox::new().await;
    let stock =
        [sandbox.session_id().await, sandbox.session_id().await, sandbox.session_id().await];
    sandbox.advance(70).await;
    sandbox.reveal(1, &stock[0]).await;
    let duty = sandbox.duty("PG-CLIENT-13").await;
    assert_eq!(duty["verdict"], "kept", "{duty:#}");
    let remark = "a session was used when it was 70.0 s old; 2 sessions were made and never used";
    assert_eq!(duty["remark"], remark);
    sandbox.advance(240).await;
    sandbox.reveal(1, &stock[1]).await;
    sandbox.is_broken("PG-CLIENT-13", &[2, 5]).await;
}

/// Sends a document whose answer is lost.
async fn lost(sandbox: &mut Sandbox, document: &str) {
    let fault = json!({"match": {"surface": "PG"}, "then": {"drop": "after"}});
    sandbox.has_fault(fault).await;
    let body = json!({"query": document}).to_string();
    let request = sandbox.signed(0, body.as_bytes());
    drop(sandbox.router.clone().oneshot(request).await.unwrap());
}

const FREEZE: &str = "mutation { freezeCard(cardId: 1) { success status error } }";

#[tokio::test]
async fn pg_client_14_is_broken_by_repeats_blindly() {
    let mut sandbox = Sandbox::new().await;
    lost(&mut sandbox, FREEZE).await;
    sandbox.ask("{ AgioCard_card(where: {id: {_eq: 2}}) { id } }", &json!({})).await;
    sandbox.ask(FREEZE, &json!({})).await;
    sandbox.is_broken("PG-CLIENT-14", &[1, 3]).await;
}

#[tokio::test]
async fn whoever_looks_before_repeating_a_lost_mutation_keeps_the_duty() {
    let mut sandbox = Sandbox::new().await;
    lost(&mut sandbox, FREEZE).await;
    sandbox.ask("{ AgioCard_card(where: {id: {_eq: 1}}) { id status } }", &json!({})).await;
    sandbox.ask(FREEZE, &json!({})).await;
    let duty = sandbox.duty("PG-CLIENT-14").await;
    assert_eq!((&duty["verdict"], &duty["evidence"]), (&json!("kept"), &json!([1, 2, 3])));
}

#[tokio::test]
async fn pg_client_15_is_broken_by_object_expiry_only() {
    let mut sandbox = Sandbox::with(json!({"rules": {"reveal.expiry_form": "mixed"}})).await;
    let session = sandbox.session_id().await;
    assert_eq!(sandbox.reveal(1, &session).await["success"], true);
    let of_exit = async |sandbox: &Sandbox, query: &str| {
        super::of(&sandbox.report_with(query).await.json(), "PG-CLIENT-15")
    };
    assert_eq!(of_exit(&sandbox, "").await["verdict"], "unseen", "nobody says how it ended");
    assert_eq!(of_exit(&sandbox, "?exit=0").await["verdict"], "unseen", "one form is not both");
    let duty = of_exit(&sandbox, "?exit=1").await;
    assert_eq!((&duty["verdict"], &duty["evidence"]), (&json!("broken"), &json!([2])), "{duty:#}");
    let session = sandbox.session_id().await;
    assert_eq!(sandbox.reveal(2, &session).await["success"], true);
    let duty = of_exit(&sandbox, "?exit=0").await;
    assert_eq!((&duty["verdict"], &duty["evidence"]), (&json!("kept"), &json!([2, 4])), "{duty:#}");
}

#[tokio::test]
async fn pg_client_16_is_broken_by_keeps_old_card_id() {
    let mut sandbox = Sandbox::new().await;
    let replace = "mutation { replaceVirtualCard(cardId: 1) { success id error } }";
    let replaced = sandbox.ask(replace, &json!({})).await.json();
    assert_eq!(replaced["data"]["replaceVirtualCard"]["success"], true, "{replaced}");
    sandbox.ask("{ AgioCard_card(where: {id: {_eq: 1}}) { id } }", &json!({})).await;
    let duty = sandbox.duty("PG-CLIENT-16").await;
    assert_eq!(duty["verdict"], "kept", "{duty:#}");
    assert_eq!(duty["remark"], "request 2 read the card that request 1 replaced");
    sandbox.ask(FREEZE, &json!({})).await;
    sandbox.is_broken("PG-CLIENT-16", &[1, 3]).await;
}

#[tokio::test]
async fn pg_client_17_is_broken_by_creates_card_early() {
    let mut sandbox = Sandbox::new().await;
    let made = sandbox.op("make-application", &json!({"card_user": "penny"})).await.json();
    let application: i64 = made["result"]["application"].as_str().unwrap().parse().unwrap();
    let create = "mutation($id: Int!) { createCard(input: {cardApplicationId: $id, cardType: \
                  virtual}) { success error } }";
    let refused = sandbox.ask(create, &json!({"id": application})).await.json();
    assert_eq!(refused["data"]["createCard"]["success"], false, "{refused}");
    sandbox.is_broken("PG-CLIENT-17", &[1]).await;
}

#[tokio::test]
async fn pg_client_18_is_broken_by_calls_card_withdraw() {
    let mut sandbox = Sandbox::new().await;
    let withdraw = "mutation { cardWithdraw(input: {tokenAddress: \"x\", amount: \"1\"}) \
                    { success } }";
    assert_eq!(sandbox.ask(withdraw, &json!({})).await.status, StatusCode::FORBIDDEN);
    sandbox.is_broken("PG-CLIENT-18", &[1]).await;
    assert_eq!(sandbox.duty("PG-CLIENT-18").await["says"], "cardWithdraw was called");
}

#[tokio::test]
async fn pg_client_19_is_broken_by_filters_by_user_id() {
    let mut sandbox = Sandbox::new().await;
    let document = "query($where: AgioCard_vw_card_bool_exp) { AgioCard_vw_card(where: $where) { \
                    id } }";
    let condition = json!({"where": {"_and": [{"_not": {"user_id": {"_is_null": true}}}]}});
    let reply = sandbox.ask(document, &condition).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    sandbox.is_broken("PG-CLIENT-19", &[1]).await;
}

#[tokio::test]
async fn pg_client_20_is_broken_by_keeps_old_token() {
    let mut sandbox = Sandbox::new().await;
    let (old_token, old_secret) = sandbox.credential(0);
    sandbox.advance(60).await;
    let rotate = json!({"credential": "acme/primary", "overlap": "24h"});
    let made = sandbox.op("rotate-credential", &rotate).await.json()["result"].clone();
    sandbox.ask(READ, &json!({})).await;
    sandbox.use_credential(0, &made["api_token"], &made["client_secret"]);
    assert_eq!(sandbox.ask(READ, &json!({})).await.status, StatusCode::OK, "{made}");
    sandbox.use_credential(0, &json!(old_token), &json!(old_secret));
    sandbox.advance(3000).await;
    sandbox.ask(READ, &json!({})).await;
    assert_eq!(sandbox.duty("PG-CLIENT-20").await["verdict"], "kept", "an hour to change over");
    sandbox.advance(3000).await;
    sandbox.ask(READ, &json!({})).await;
    sandbox.is_broken("PG-CLIENT-20", &[4]).await;
}

#[tokio::test]
async fn a_token_of_more_than_twelve_months_breaks_the_duty_to_rotate() {
    let mut sandbox = Sandbox::new().await;
    sandbox.advance(366 * 86_400).await;
    sandbox.ask(READ, &json!({})).await;
    sandbox.is_broken("PG-CLIENT-20", &[1]).await;
}

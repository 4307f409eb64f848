//! Deliveries of events to receivers.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use crate::support::Sandbox;

async fn control(sandbox: &Sandbox, method: &str, path: &str, body: Value) -> Value {
    let reply = sandbox.control(method, &format!("/worlds/test{path}"), &body).await;
    assert!(reply.status.is_success(), "{method} {path}: {}", reply.text());
    reply.json()
}

async fn freeze(sandbox: &Sandbox) {
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let document = format!("mutation {{ freezeRainCard(cardId: {card}) {{ success }} }}");
    assert_eq!(jane.field(&document).await["success"], true);
}

fn signature(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{timestamp}.").as_bytes());
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

/// The deliveries with their headers and bodies.
async fn deliveries(sandbox: &Sandbox) -> Vec<Value> {
    let list = control(sandbox, "GET", "/deliveries", Value::Null).await;
    let mut all = Vec::new();
    for one in list["items"].as_array().unwrap() {
        let path = format!("/deliveries/{}?raw=true", one["id"].as_str().unwrap());
        all.push(control(sandbox, "GET", &path, Value::Null).await);
    }
    all
}

#[tokio::test]
async fn the_check_value_of_the_contract() {
    let body = r#"{"id":"evt_000000000012","type":"CARD_COLLATERAL_CONFIRMED","seq":12,"createdAt":"2030-01-01T00:00:10.000Z","userId":"auth0|6a616e65000000000000a001","organizationId":"0a9d2f5e-3c41-4b7a-9d54-1f0c7be4a001","data":{"cardApplicationId":42,"transactionHash":"0x6f2c1d0b9a8e7f605142332415061728394a5b6c7d8e9fa0b1c2d3e4f5061728","chainId":8453,"tokenAddress":"0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913","amount":"100","creditLimit":100.0}}"#;
    let wanted = "0e4af10080723aed86e9f6a90f819ef8e94fc5b3c3e49cfb9a3349eeb3f302b9";
    assert_eq!(signature("sandbox-ag-events-secret", "1893456010000", body.as_bytes()), wanted);
}

#[tokio::test]
async fn a_receiver_gets_the_events_of_all_users_signed() {
    let mut sandbox = Sandbox::new().await;
    let receiver = json!({"surface": "AG", "url": "sink"});
    let made = control(&sandbox, "POST", "/receivers", receiver).await;
    let secret = made["secret"].as_str().unwrap().to_owned();
    assert_eq!((secret.len(), &made["surface"]), (48, &json!("AG")));
    let shown = control(&sandbox, "GET", "/receivers/h-1", Value::Null).await;
    assert_eq!(shown["secret"], Value::Null);
    freeze(&sandbox).await;
    let card = sandbox.user("jane").await.cards().await[0];
    let deposit = json!({"card": format!("card:{card}"), "amount": "50.5"});
    assert_eq!(sandbox.op("deposit", &deposit).await.status, 200);
    sandbox.advance(3600).await;
    let all = deliveries(&sandbox).await;
    let mut told = Vec::new();
    for delivery in &all {
        assert_eq!(delivery["state"], "delivered");
        let attempt = &delivery["attempts"][0];
        let body = STANDARD.decode(attempt["body_base64"].as_str().unwrap()).unwrap();
        let header = |name: &str| attempt["headers"][name].as_str().unwrap().to_owned();
        let signed = signature(&secret, &header("x-agio-timestamp"), &body);
        assert_eq!(header("x-agio-signature"), signed);
        assert_eq!(header("content-type"), "application/json");
        let payload: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(header("x-agio-event-id"), payload["id"].as_str().unwrap());
        told.push((payload["seq"].as_u64().unwrap(), payload));
    }
    told.sort_by_key(|(seq, _)| *seq);
    let kinds: Vec<_> = told.iter().map(|(_, payload)| payload["type"].clone()).collect();
    let wanted = ["CARD_STATUS_CHANGED", "CARD_COLLATERAL_RECEIVED", "CARD_COLLATERAL_CONFIRMED"];
    assert_eq!(kinds, wanted);
    let received = &told[1].1["data"];
    assert_eq!((&received["amount"], &received["chainId"]), (&json!("50.5"), &json!(8453)));
    assert_eq!(received["creditLimit"], Value::Null);
    assert_eq!(told[2].1["data"]["creditLimit"], 50.5);
    assert_eq!(told[2].1["data"]["transactionHash"], received["transactionHash"]);
}

#[tokio::test]
async fn a_receiver_of_the_app_has_no_project() {
    let sandbox = Sandbox::new().await;
    let receiver = json!({"surface": "AG", "url": "sink", "project": "main"});
    let refused = sandbox.control("POST", "/worlds/test/receivers", &receiver).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["pointer"]), (422, &json!("/project")));
}

/// A further attempt has the same id and body, and a timestamp and a signature of its own (AG 7.4).
#[tokio::test]
async fn what_is_not_acknowledged_is_tried_again_after_the_pauses_of_the_rule() {
    let mut sandbox = Sandbox::new().await;
    let receiver = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).mount(&receiver).await;
    let body = json!({"surface": "AG", "url": format!("{}/hook", receiver.uri())});
    let made = control(&sandbox, "POST", "/receivers", body).await;
    let secret = made["secret"].as_str().unwrap().to_owned();
    freeze(&sandbox).await;
    sandbox.advance(12 * 3600).await;
    let tried = receiver.received_requests().await.unwrap();
    assert_eq!(tried.len(), 6);
    let header = |at: usize, name: &str| tried[at].headers[name].to_str().unwrap().to_owned();
    let first: i64 = header(0, "x-agio-timestamp").parse().unwrap();
    let pauses: Vec<_> = (0..6)
        .map(|at| {
            let stamp = header(at, "x-agio-timestamp");
            assert_eq!(header(at, "x-agio-signature"), signature(&secret, &stamp, &tried[at].body));
            assert_eq!(header(at, "x-agio-event-id"), header(0, "x-agio-event-id"));
            assert_eq!(tried[at].body, tried[0].body);
            (stamp.parse::<i64>().unwrap() - first) / 1000
        })
        .collect();
    assert_eq!(pauses, [0, 30, 330, 2_130, 9_330, 30_930]);
    assert_eq!(deliveries(&sandbox).await[0]["state"], "failed");
    // The pauses are a rule, and a receiver that answers again gets what waits.
    receiver.reset().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .mount(&receiver)
        .await;
    Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&receiver).await;
    let rules = json!({"ag.events.retry_delays_ms": ["1000"]});
    control(&sandbox, "PATCH", "/rules", rules).await;
    let jane = sandbox.user("jane").await;
    let card = jane.cards().await[0];
    let document = format!("mutation {{ unfreezeRainCard(cardId: {card}) {{ success }} }}");
    assert_eq!(jane.field(&document).await["success"], true);
    sandbox.advance(1).await;
    sandbox.advance(1).await;
    assert_eq!(receiver.received_requests().await.unwrap().len(), 2);
    let last = deliveries(&sandbox).await.pop().unwrap();
    assert_eq!(last["state"], "delivered", "{last}");
}

/// Deviations of deliveries count where a delivery is formed and where its result is recorded; those
/// that change nothing count nothing.
#[tokio::test]
async fn deviations_of_deliveries_are_counted() {
    let deviations = ["D-AG-EVENT-08", "D-ER-HOOK-07", "D-ER-HOOK-10", "D-AG-WITHDRAW-05"];
    for (id, hits) in deviations.into_iter().zip([1, 2, 0, 0]) {
        let mut sandbox = Sandbox::with(json!({ "deviations": [id] })).await;
        let receiver = json!({"surface": "AG", "url": "sink"});
        control(&sandbox, "POST", "/receivers", receiver).await;
        freeze(&sandbox).await;
        sandbox.advance(60).await;
        let active = control(&sandbox, "GET", "/deviations", Value::Null).await;
        assert_eq!(active["active"][0]["hits"], hits, "{active}");
    }
}

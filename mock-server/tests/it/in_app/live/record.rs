//! Sockets in the request log, and faults that meet them.

use serde_json::{Value, json};

use super::{APPLICATION_UPDATES, Listening};

/// The entries of the log, oldest first: method, operation, status, outcome.
async fn entries(server: &Listening) -> Vec<Value> {
    let log = server.control("GET", "/requests?order=asc", Value::Null).await;
    let entries = log["items"].as_array().unwrap().iter();
    entries
        .map(|one| {
            json!([one["method"], one["operation"], one["status"], one["outcome"], one["by"]])
        })
        .collect()
}

#[tokio::test]
async fn the_handshake_the_first_message_and_each_operation_are_entries() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    jane.watch("1", APPLICATION_UPDATES).await;
    jane.subscribe("2", "{").await;
    assert_eq!(jane.next().await["type"], "error");
    let card = server.card("jane").await;
    server.op("deposit", json!({"card": card, "amount": "1.00"})).await;
    jane.result("1").await;
    let mut stranger = server.socket().await;
    stranger.init(&server.sandbox.mint("jane", "wrong-secret").await).await;
    assert_eq!(stranger.code().await, 4403);
    let wanted = [
        json!(["GET", "upgrade", 101, "ok", null]),
        json!(["WS", "connection_init", 200, "ok", "jane"]),
        json!(["WS", "AgioCard_card_application", 200, "ok", "jane"]),
        json!(["WS", null, 400, "invalid", "jane"]),
        json!(["POST", "AgioCard_vw_card", 200, "ok", "jane"]),
        json!(["GET", "upgrade", 101, "ok", null]),
        json!(["WS", "connection_init", 401, "refused", "jane"]),
    ];
    assert_eq!(entries(&server).await, wanted);
    let log = server.control("GET", "/requests?order=asc", Value::Null).await;
    let shown = &log["items"][2];
    assert_eq!(shown["request"]["body"]["query"], APPLICATION_UPDATES);
    assert_eq!(
        shown["answer"]["body"]["data"]["AgioCard_card_application"][0]["application_status"],
        "approved"
    );
    let refused = log["items"][6]["n"].clone();
    let diagnosed = server.control("GET", &format!("/requests/{refused}"), Value::Null).await;
    let cause = diagnosed["diagnosis"][0]["cause"].as_str().unwrap_or_default().to_owned();
    assert!(cause.starts_with("jwt-"), "{diagnosed}");
}

#[tokio::test]
async fn faults_meet_the_handshake_and_operations() {
    let server = Listening::new().await;
    let fault = json!({"match": {"surface": "AG", "operation": "AgioCard_card_application"},
                       "when": {"next": 1}, "then": {"error": "rate-limited"}});
    server.control("POST", "/faults", fault).await;
    let mut jane = server.user("jane").await;
    jane.subscribe("1", APPLICATION_UPDATES).await;
    assert_eq!(jane.next().await["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    jane.watch("1", APPLICATION_UPDATES).await;
    let fault = json!({"match": {"surface": "AG", "operation": "upgrade"}, "when": {"next": 1},
                       "then": {"error": "rate-limited"}});
    server.control("POST", "/faults", fault).await;
    let mut offer = server.handshake("graphql-transport-ws");
    let token = server.sandbox.mint("jane", "valid").await;
    offer.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    assert!(server.open(offer).await.is_err());
    let fault = json!({"match": {"surface": "AG", "operation": "connection_init"},
                       "when": {"next": 1}, "then": {"drop": "before"}});
    server.control("POST", "/faults", fault).await;
    let mut cut = server.socket().await;
    cut.init(&server.sandbox.mint("jane", "valid").await).await;
    let next = futures::StreamExt::next(&mut cut.stream).await;
    assert!(!matches!(next, Some(Ok(_))), "{next:?}");
}

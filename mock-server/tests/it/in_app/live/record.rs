//! Sockets in the request log, and faults that meet them.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

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

/// A handshake takes no token: a fault that names it strikes also the one of a browser, which cannot
/// send a header.
#[tokio::test]
async fn a_fault_of_the_handshake_strikes_without_a_token() {
    let server = Listening::new().await;
    for (then, status) in [
        (json!({"error": "rate-limited"}), Some(429)),
        (json!({"drop": "before"}), None),
        (json!({"drop": "after"}), None),
    ] {
        let fault = json!({"match": {"surface": "AG", "operation": "upgrade"}, "then": then});
        server.control("POST", "/faults", fault).await;
        let refused = server.open(server.handshake("graphql-transport-ws")).await.err();
        let answered = match refused.expect("the fault strikes") {
            Error::Http(response) => Some(response.status().as_u16()),
            _ => None,
        };
        assert_eq!(answered, status, "{then}");
        server.user("jane").await;
    }
    let fault = json!({"match": {"surface": "AG", "operation": "upgrade"},
                       "then": {"error": "rate-limited"}});
    let made = server.sandbox.control("POST", "/worlds/default/faults", &fault).await;
    assert!(made.status.is_success(), "{}", made.text());
    let mut browser = server.handshake("graphql-transport-ws");
    browser.headers_mut().remove("sandbox-world");
    assert!(server.open(browser).await.is_err());
}

#[tokio::test]
async fn a_user_who_comes_too_often_is_closed_with_1013() {
    let server = Listening::new().await;
    let fault = json!({"match": {"surface": "AG", "operation": "connection_init"},
                       "then": {"error": "rate-limited"}});
    server.control("POST", "/faults", fault).await;
    let mut socket = server.socket().await;
    socket.init(&server.sandbox.mint("jane", "valid").await).await;
    assert_eq!(socket.code().await, 1013);
}

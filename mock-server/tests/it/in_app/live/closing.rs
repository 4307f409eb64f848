//! The codes with which sockets are closed.

use futures::SinkExt;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{APPLICATION_UPDATES, Listening};

#[tokio::test]
async fn what_is_no_message_closes_with_4400() {
    let server = Listening::new().await;
    for text in ["", "x", "[]", r#"{"type":"start","id":"1","payload":{}}"#, r#"{"id":"1"}"#] {
        let mut socket = server.socket().await;
        socket.stream.send(Message::text(text)).await.unwrap();
        assert_eq!(socket.code().await, 4400, "{text}");
    }
    let mut jane = server.user("jane").await;
    jane.stream.send(Message::binary(b"{\"type\":\"ping\"}".to_vec())).await.unwrap();
    assert_eq!(jane.code().await, 4400);
}

#[tokio::test]
async fn an_operation_before_the_acknowledgement_closes_with_4401() {
    let server = Listening::new().await;
    let mut socket = server.socket().await;
    socket.subscribe("1", APPLICATION_UPDATES).await;
    assert_eq!(socket.code().await, 4401);
}

#[tokio::test]
async fn a_bad_token_closes_with_4403() {
    let server = Listening::new().await;
    for variant in ["expired", "not-yet", "wrong-secret", "alg-none", "no-world", "refresh"] {
        let mut socket = server.socket().await;
        socket.init(&server.sandbox.mint("jane", variant).await).await;
        assert_eq!(socket.code().await, 4403, "{variant}");
    }
    for payload in
        [json!({}), json!(null), json!({"Authorization": 7}), json!({"authorization": ""})]
    {
        let mut socket = server.socket().await;
        socket.send(&json!({"type": "connection_init", "payload": payload})).await;
        assert_eq!(socket.code().await, 4403, "{payload}");
    }
}

#[tokio::test]
async fn another_subprotocol_is_accepted_without_one_and_closed_with_4406() {
    let server = Listening::new().await;
    for offered in ["graphql-ws", ""] {
        // The library of the client gives up where it offered something and nothing was chosen.
        let head = server.sandbox_handshake(offered);
        let bytes = [head.as_bytes(), &super::raw::FAREWELL].concat();
        let answer = super::raw::exchange(&server, bytes).await;
        let (head, frame) = super::raw::split(&answer);
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        assert!(!head.to_lowercase().contains("sec-websocket-protocol"), "{head}");
        assert_eq!(super::raw::close_code(frame), 4406);
    }
}

#[tokio::test]
async fn no_first_message_in_time_closes_with_4408() {
    let rules = json!({"rules": {"ag.ws.init_timeout_ms": 50}});
    let server = Listening::with(&[], rules).await;
    let mut socket = server.socket().await;
    assert_eq!(socket.code().await, 4408);
}

#[tokio::test]
async fn an_id_in_use_closes_with_4409_and_a_second_first_message_with_4429() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    jane.watch("1", APPLICATION_UPDATES).await;
    jane.subscribe("1", "{ __typename }").await;
    assert_eq!(jane.code().await, 4409);
    let mut jane = server.user("jane").await;
    jane.init(&server.sandbox.mint("jane", "valid").await).await;
    assert_eq!(jane.code().await, 4429);
}

#[tokio::test]
async fn the_end_of_a_token_closes_with_4403_after_what_came_before() {
    let mut server = Listening::new().await;
    let mut jane = server.user("jane").await;
    jane.watch("1", APPLICATION_UPDATES).await;
    let rules = json!({"fund.confirm_delay_ms": 1_000});
    server.control("PATCH", "/rules", rules).await;
    let card = server.card("jane").await;
    server.op("deposit", json!({"card": card, "amount": "1.00"})).await;
    jane.result("1").await;
    server.sandbox.advance(3599).await;
    // The deposit is confirmed in this time.
    jane.result("1").await;
    assert!(jane.is_silent().await);
    server.op("deposit", json!({"card": card, "amount": "1.00"})).await;
    jane.result("1").await;
    server.sandbox.advance(1).await;
    assert_eq!(jane.code().await, 4403);
}

#[tokio::test]
async fn a_rule_keeps_a_socket_beyond_its_token() {
    let rules = json!({"rules": {"ag.ws.close_on_expiry": false}});
    let mut server = Listening::with(&[], rules).await;
    let mut jane = server.user("jane").await;
    jane.watch("1", APPLICATION_UPDATES).await;
    server.sandbox.advance(7200).await;
    let card = server.card("jane").await;
    server.op("deposit", json!({"card": card, "amount": "1.00"})).await;
    jane.result("1").await;
}

#[tokio::test]
async fn a_token_ends_with_a_clock_that_runs() {
    let clock = json!({"clock": {"mode": "running", "at": "2030-01-01T00:00:00Z"}});
    let server = Listening::with(&[], clock).await;
    let minted = server.op("mint-jwt", json!({"user": "jane", "ttl": "2s"})).await;
    let mut jane = server.socket().await;
    jane.init(minted["token"].as_str().unwrap()).await;
    assert_eq!(jane.next().await["type"], "connection_ack");
    assert_eq!(jane.code().await, 4403);
}

#[tokio::test]
async fn a_user_who_is_disabled_is_closed_with_4403() {
    let server = Listening::new().await;
    let made = server.op("make-user", json!({"surface": "AG", "name": "Una Else"})).await;
    let mut una = server.user(made["user_id"].as_str().unwrap()).await;
    server.op("set-user", json!({"user": made["user_id"], "active": false})).await;
    assert_eq!(una.code().await, 4403);
}

#[tokio::test]
async fn the_end_of_a_world_is_told() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    jane.watch("1", APPLICATION_UPDATES).await;
    server.control("POST", "/reset", json!({})).await;
    assert_eq!(jane.code().await, 1012);
    let mut jane = server.user("jane").await;
    jane.watch("1", APPLICATION_UPDATES).await;
    server.control("DELETE", "", Value::Null).await;
    assert_eq!(jane.code().await, 4403);
}

#[tokio::test]
async fn a_server_that_stops_closes_with_1001() {
    let mut server = Listening::new().await;
    let mut jane = server.user("jane").await;
    jane.watch("1", APPLICATION_UPDATES).await;
    let mut silent = server.socket().await;
    server.tell_to_end();
    assert_eq!(jane.code().await, 1001);
    assert_eq!(silent.code().await, 1001);
}

#[tokio::test]
async fn a_message_over_a_mebibyte_closes_with_1009() {
    let server = Listening::new().await;
    let filled = |length: usize| {
        let empty = json!({"type": "ping", "payload": {"filling": ""}}).to_string();
        let filling = "a".repeat(length - empty.len());
        json!({"type": "ping", "payload": {"filling": filling}}).to_string()
    };
    let mut jane = server.user("jane").await;
    jane.stream.send(Message::text(filled(1 << 20))).await.unwrap();
    assert_eq!(jane.next().await, json!({"type": "pong"}));
    // The server may close before it has read everything, so that writing fails.
    let _ = jane.stream.send(Message::text(filled((1 << 20) + 1))).await;
    assert_eq!(jane.code().await, 1009);
}

/// Every message of a socket is bounded by the smaller of the server's and the world's limit.
#[tokio::test]
async fn an_operation_over_the_limit_of_the_world_is_refused_and_the_socket_stays() {
    let rules = json!({"rules": {"http.max_body_bytes": 1000}});
    let server = Listening::with(&[], rules).await;
    let mut jane = server.user("jane").await;
    let long = format!("# {}\nquery {{ __typename }}", "a".repeat(2000));
    jane.subscribe("1", &long).await;
    let refused = jane.next().await;
    assert_eq!((&refused["id"], &refused["type"]), (&json!("1"), &json!("error")), "{refused}");
    jane.subscribe("1", "{ __typename }").await;
    assert_eq!(jane.result("1").await, "Query");
}

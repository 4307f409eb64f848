//! The messages of the subprotocol, and what answers each.

use serde_json::json;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::{APPLICATION_UPDATES, Listening};

#[tokio::test]
async fn the_subprotocol_is_chosen_and_acknowledged() {
    let server = Listening::new().await;
    let offered = server.handshake("graphql-ws, graphql-transport-ws");
    let (mut socket, response) = server.open(offered).await.unwrap();
    assert_eq!(response.headers()["sec-websocket-protocol"], "graphql-transport-ws");
    socket.init(&server.sandbox.mint("jane", "valid").await).await;
    assert_eq!(socket.next().await, json!({"type": "connection_ack"}));
}

#[tokio::test]
async fn pings_are_answered_at_any_time() {
    let server = Listening::new().await;
    let mut socket = server.socket().await;
    assert!(socket.is_silent().await);
    socket.send(&json!({"type": "pong"})).await;
    socket.init(&server.sandbox.mint("jane", "valid").await).await;
    assert_eq!(socket.next().await, json!({"type": "connection_ack"}));
    assert!(socket.is_silent().await);
}

#[tokio::test]
async fn queries_and_mutations_have_one_result() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    let message = json!({"id": "q", "type": "subscribe", "payload": {
        "query": "query($n: Int) { AgioCard_vw_card(limit: $n) { status } }",
        "variables": {"n": 1}}});
    jane.send(&message).await;
    assert_eq!(jane.result("q").await, json!([{"status": "active"}]));
    assert_eq!(jane.next().await, json!({"id": "q", "type": "complete"}));
    let card = server.sandbox.user("jane").await.cards().await[0];
    let freeze = format!("mutation {{ freezeRainCard(cardId: {card}) {{ success status }} }}");
    jane.subscribe("q", &freeze).await;
    assert_eq!(jane.result("q").await["success"], true);
    assert_eq!(jane.next().await, json!({"id": "q", "type": "complete"}));
}

#[tokio::test]
async fn a_failure_comes_as_error_with_the_words_of_the_answer_to_a_post() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    let jons = "mutation { freezeRainCard(cardId: 1) { success } }";
    for (document, message, code) in [
        ("{", "Syntax Error: Expected Name, found <EOF>.", "GRAPHQL_PARSE_FAILED"),
        (
            "subscription { AgioCard_vw_card { id } }",
            "Cannot query field \"AgioCard_vw_card\" on type \"Subscription\".",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription S { AgioCard_card_application { id } AgioCard_card_transaction { id } }",
            "Subscription \"S\" must select only one top level field.",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "subscription { __typename }",
            "Anonymous Subscription must not select an introspection top level field.",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (jons, "Not Authorized", "FORBIDDEN"),
    ] {
        jane.subscribe("e", document).await;
        let error = json!([{"message": message, "extensions": {"code": code}}]);
        assert_eq!(jane.next().await, json!({"id": "e", "type": "error", "payload": error}));
    }
    jane.send(&json!({"id": "e", "type": "subscribe", "payload": {}})).await;
    assert_eq!(jane.next().await["payload"][0]["extensions"]["code"], "BAD_REQUEST");
}

#[tokio::test]
async fn a_completed_id_is_free_again() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    jane.send(&json!({"id": "nobody's", "type": "complete"})).await;
    for _ in 0..3 {
        jane.watch("a", APPLICATION_UPDATES).await;
        jane.send(&json!({"id": "a", "type": "complete"})).await;
    }
    assert!(jane.is_silent().await);
    server.op("deposit", json!({"card": server.card("jane").await, "amount": "10.00"})).await;
    assert!(jane.is_silent().await);
}

#[tokio::test]
async fn a_token_may_come_with_the_handshake_and_that_of_the_first_message_counts() {
    let server = Listening::new().await;
    let (jane, jon) =
        (server.sandbox.mint("jane", "valid").await, server.sandbox.mint("jon", "valid").await);
    let offer = |token: &str| {
        let mut request = server.handshake("graphql-transport-ws");
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        request
    };
    let user = "subscription { AgioCard_card_application { user_id } }";
    let (mut by_head, _) = server.open(offer(&jane)).await.unwrap();
    by_head.send(&json!({"type": "connection_init"})).await;
    assert_eq!(by_head.next().await["type"], "connection_ack");
    let hers = by_head.watch("1", user).await;
    let (mut by_both, _) = server.open(offer(&jane)).await.unwrap();
    let payload = json!({"aUTHORIZATION": format!("bearer {jon}")});
    by_both.send(&json!({"type": "connection_init", "payload": payload})).await;
    assert_eq!(by_both.next().await["type"], "connection_ack");
    let his = by_both.watch("1", user).await;
    assert_ne!(hers, his);
    let mut socket = server.socket().await;
    socket.init(&jon).await;
    assert_eq!(socket.next().await["type"], "connection_ack");
    assert_eq!(socket.watch("1", user).await, his);
}

#[tokio::test]
async fn a_socket_has_at_most_a_hundred_subscriptions() {
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    for id in 0..100 {
        jane.watch(&id.to_string(), APPLICATION_UPDATES).await;
    }
    jane.subscribe("more", APPLICATION_UPDATES).await;
    let refused = jane.next().await;
    assert_eq!((&refused["id"], &refused["type"]), (&json!("more"), &json!("error")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    jane.send(&json!({"id": "7", "type": "complete"})).await;
    jane.watch("more", APPLICATION_UPDATES).await;
    jane.subscribe("query", "{ __typename }").await;
    assert_eq!(jane.result("query").await, "Query");
}

#[tokio::test]
async fn a_flag_bounds_the_sockets_of_a_world() {
    let server = Listening::with(&["--max-world-sockets", "2"], json!({})).await;
    let _open = (server.user("jane").await, server.user("jon").await);
    let Err(Error::Http(refused)) = server.open(server.handshake("graphql-transport-ws")).await
    else {
        panic!("a further one was let in")
    };
    assert_eq!(refused.status(), 429);
}

#[tokio::test]
async fn a_world_has_at_most_64_sockets() {
    let server = Listening::new().await;
    let token = server.sandbox.mint("jane", "valid").await;
    let mut sockets = Vec::new();
    for _ in 0..64 {
        let mut socket = server.socket().await;
        socket.init(&token).await;
        assert_eq!(socket.next().await["type"], "connection_ack");
        sockets.push(socket);
    }
    let Err(Error::Http(refused)) = server.open(server.handshake("graphql-transport-ws")).await
    else {
        panic!("a further one was let in")
    };
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    let mut last = sockets.pop().unwrap();
    last.stream.close(None).await.unwrap();
    assert!(matches!(last.frame().await, Message::Close(_)));
    drop(last);
    // The server lets go of it after its farewell.
    let opened = async {
        while server.open(server.handshake("graphql-transport-ws")).await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), opened).await.unwrap();
}

//! Sockets and streams that are open while the world goes back to a snapshot (SB 14).

use serde_json::{Value, json};

use super::{Listening, stream::Stream};

const SPENT: &str = "subscription { AgioCard_card_transaction { amount } }";

async fn snapshot(server: &Listening, name: &str) {
    server.control("POST", "/snapshots", json!({"name": name})).await;
}

async fn restore(server: &Listening, name: &str) {
    let path = format!("/snapshots/{name}/restore");
    server.control("POST", &path, Value::Null).await;
}

#[tokio::test]
async fn a_live_query_tells_of_the_rows_that_are_back() {
    let server = Listening::new().await;
    let card = server.card("jane").await;
    server.op("deposit", json!({"card": card, "amount": "50.00"})).await;
    let mut jane = server.user("jane").await;
    let before = jane.watch("1", SPENT).await;
    snapshot(&server, "before").await;
    server.op("authorize", json!({"card": card, "amount": "1.00"})).await;
    let more = jane.result("1").await;
    assert_eq!(more.as_array().unwrap().len(), before.as_array().unwrap().len() + 1);
    snapshot(&server, "after").await;
    for (name, rows) in [("before", &before), ("after", &more), ("before", &before)] {
        restore(&server, name).await;
        assert_eq!(jane.result("1").await, *rows, "{name}");
    }
    assert!(jane.is_silent().await);
}

#[tokio::test]
async fn somebody_who_is_gone_hears_nothing_more() {
    let server = Listening::new().await;
    snapshot(&server, "before").await;
    let made =
        server.op("make-user", json!({"surface": "AG", "name": "Lena Lo", "label": "lena"})).await;
    assert!(made["user_id"].is_string(), "{made}");
    let mut lena = server.user("lena").await;
    lena.watch("1", SPENT).await;
    restore(&server, "before").await;
    let jane = server.card("jane").await;
    server.op("set-card-status", json!({"card": jane, "status": "locked"})).await;
    assert!((4000..5000).contains(&lena.code().await));
}

#[tokio::test]
async fn a_stream_leaves_out_what_was_taken_back() {
    let server = Listening::new().await;
    let (card, token) = (server.card("jane").await, server.sandbox.mint("jane", "valid").await);
    let set = async |status: &str| {
        server.op("set-card-status", json!({"card": card, "status": status})).await;
    };
    set("locked").await;
    snapshot(&server, "locked").await;
    set("active").await;
    restore(&server, "locked").await;
    let mut stream = Stream::open(&server, &token, "last-event-id: 0\r\n").await;
    set("canceled").await;
    let mut told = Vec::new();
    while told.last() != Some(&json!("canceled")) {
        told.push(stream.event().await.2["data"]["to"].clone());
    }
    told.retain(|to| !to.is_null());
    assert_eq!(told[told.len() - 2..], [json!("locked"), json!("canceled")]);
    assert!(!told.contains(&json!("active")), "{told:?}");
}

#[tokio::test]
async fn numbers_of_events_go_on_behind_those_that_were_taken_back() {
    let server = Listening::new().await;
    let (card, token) = (server.card("jane").await, server.sandbox.mint("jane", "valid").await);
    let set = async |status: &str| {
        server.op("set-card-status", json!({"card": card, "status": status})).await;
    };
    let mut stream = Stream::open(&server, &token, "").await;
    set("locked").await;
    let (first, ..) = stream.event().await;
    snapshot(&server, "locked").await;
    set("active").await;
    set("locked").await;
    assert_eq!((stream.event().await.0, stream.event().await.0), (first + 1, first + 2));
    for round in 0..2 {
        restore(&server, "locked").await;
        set("canceled").await;
        let (seq, _, payload) = stream.event().await;
        assert_eq!((seq, &payload["seq"]), (first + 3 + round, &json!(seq)), "{payload}");
        assert_eq!(payload["data"]["to"], "canceled");
        // A client that comes again with the last number that it has seen misses nothing.
        let seen = format!("last-event-id: {}\r\n", seq - 1);
        let mut again = Stream::open(&server, &token, &seen).await;
        assert_eq!(again.event().await.0, seq);
    }
    let diff = server.control("GET", "/diff?with=locked", Value::Null).await;
    assert_eq!(diff["changes"][0]["member"], "status", "{diff}");
}

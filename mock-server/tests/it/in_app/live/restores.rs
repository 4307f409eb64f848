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

//! Sockets and streams that are open while the world goes back to a snapshot (SB 14).

use serde_json::{Value, json};

use super::{Listening, stream::Stream};

const STATUS: &str = "subscription { AgioCard_vw_card(order_by: {id: asc}) { id status } }";

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
    let mut jane = server.user("jane").await;
    let before = jane.watch("1", STATUS).await;
    snapshot(&server, "before").await;
    server.op("make-card", json!({"application": "jane"})).await;
    let more = jane.result("1").await;
    assert_eq!(more.as_array().unwrap().len(), before.as_array().unwrap().len() + 1);
    server.op("set-card-status", json!({"card": card, "status": "locked"})).await;
    assert_ne!(jane.result("1").await, more);
    snapshot(&server, "after").await;
    for (name, there) in [("before", &before), ("after", &Value::Null), ("before", &before)] {
        restore(&server, name).await;
        let rows = jane.result("1").await;
        assert!(there.is_null() || rows == *there, "{name}: {rows}");
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
    lena.watch("1", STATUS).await;
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
    let told = [stream.event().await.2, stream.event().await.2];
    let to = told.map(|payload| payload["data"]["to"].clone());
    assert_eq!(to, [json!("locked"), json!("canceled")]);
}

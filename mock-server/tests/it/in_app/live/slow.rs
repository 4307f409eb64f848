//! Clients that do not read, and many that do.

use std::fmt::Write;

use serde_json::json;

use super::Listening;

/// A live query whose answer is some 400 KB long.
fn long_document() -> String {
    let mut fields = String::new();
    for number in 0..3000 {
        let _ = write!(fields, "{:a<100}{number}: updated_at ", "a");
    }
    format!("subscription {{ AgioCard_card_application {{ {fields} }} }}")
}

#[tokio::test]
async fn a_client_that_does_not_read_is_closed_and_holds_nobody_up() {
    let server = Listening::with(&["--write-timeout", "300ms"], json!({})).await;
    let mut slow = server.user("jane").await;
    slow.watch("1", &long_document()).await;
    let mut quick = server.user("jane").await;
    quick.watch("1", "subscription { AgioCard_card_application { updated_at } }").await;
    let card = server.card("jane").await;
    let mut last = json!("");
    for _ in 0..40 {
        server.op("deposit", json!({"card": card, "amount": "1.00", "confirm": "later"})).await;
        let now = quick.result("1").await[0]["updated_at"].clone();
        assert!(last.as_str() < now.as_str(), "{last} {now}");
        last = now;
    }
    // The server waits for as long as a client may take for 16 KiB, then says goodbye.
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    assert_eq!(slow.code().await, 1013);
    assert!(quick.is_silent().await);
}

#[tokio::test]
async fn a_clock_move_that_changes_a_thousand_answers_is_answered() {
    let mut server = Listening::new().await;
    let mut sockets = Vec::new();
    for _ in 0..10 {
        let mut socket = server.user("jane").await;
        for id in 0..100 {
            let document = "subscription { AgioCard_card_application { updated_at } }";
            socket.watch(&id.to_string(), document).await;
        }
        sockets.push(socket);
    }
    let rules = json!({"fund.confirm_delay_ms": 60_000});
    server.control("PATCH", "/rules", rules).await;
    let card = server.card("jane").await;
    server.op("deposit", json!({"card": card, "amount": "1.00"})).await;
    server.sandbox.advance(60).await;
    for socket in &mut sockets {
        for _ in ["received", "confirmed"] {
            for id in 0..100 {
                socket.result(&id.to_string()).await;
            }
        }
        assert!(socket.is_silent().await);
    }
}

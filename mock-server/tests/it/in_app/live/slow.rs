//! Clients that do not read, and many that do.

use std::fmt::Write;

use mock_server::programs::collateral::{application::ApplicationStatus, commands::Decide};
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

/// The world keeps 4,096 versions for those who are behind. Whoever has missed more sees the changes
/// that came before as one, and then each of the others.
#[tokio::test]
async fn changes_that_are_no_longer_kept_are_told_as_one() {
    const CHANGES: usize = 4_400;
    let server = Listening::new().await;
    let mut jane = server.user("jane").await;
    jane.watch("1", "subscription { AgioCard_card_application { application_reason } }").await;
    let handle = server.sandbox.worlds.get("test").unwrap();
    // In one step, so that nobody can look between two of them.
    handle.in_one_step(|transaction| {
        let users = &transaction.world().issuer.collateral.users;
        let jane = users.iter().find(|user| user.label.as_deref() == Some("jane")).unwrap();
        let application = jane.latest_application().unwrap();
        for number in 1..=CHANGES {
            let status = ApplicationStatus::Denied;
            let (reason, completion_url) = (Some(number.to_string()), None);
            let decide = Decide { application, status, reason, completion_url };
            transaction.act("decide-application", &decide).ok().unwrap();
        }
    });
    let mut told = Vec::new();
    while told.last() != Some(&CHANGES) {
        let result = jane.result("1").await;
        let number = result[0]["application_reason"].as_str().unwrap().parse().unwrap();
        told.push(number);
    }
    assert!(told[0] > 1, "{}", told[0]);
    assert!(told.iter().copied().eq(told[0]..=CHANGES), "each change that is kept is told once");
    assert!(jane.is_silent().await);
}

//! Sockets, subscriptions and streams under deviations and in other readings.

use serde_json::{Value, json};

use super::{APPLICATION_UPDATES, Listening};

async fn hits(server: &Listening) -> Value {
    server.control("GET", "/deviations", Value::Null).await["active"][0]["hits"].clone()
}

#[tokio::test]
async fn a_deviation_changes_a_close_code_and_no_other() {
    let definition = json!({"deviations": ["D-AG-SUB-06-d"]});
    let server = Listening::with(&[], definition).await;
    let mut socket = server.socket().await;
    socket.init("bad").await;
    assert_eq!(socket.code().await, 4403);
    assert_eq!(hits(&server).await, 0);
    let mut socket = server.socket().await;
    socket.subscribe("1", APPLICATION_UPDATES).await;
    assert_eq!(socket.code().await, 4403);
    assert_eq!(hits(&server).await, 1);
}

#[tokio::test]
async fn in_one_reading_the_same_rows_come_again_for_each_deposit_step() {
    let definition = json!({"readings": {"AMB-AG-11": "resend"}});
    let server = Listening::with(&[], definition).await;
    let (mut jane, mut jon) = (server.user("jane").await, server.user("jon").await);
    let before = jane.watch("1", APPLICATION_UPDATES).await;
    jane.watch("2", "subscription { AgioCard_card_transaction { id } }").await;
    jon.watch("1", APPLICATION_UPDATES).await;
    let later = json!({"card": server.card("jane").await, "amount": "100.00", "confirm": "later"});
    let deposit = server.op("deposit", later).await["deposit"].clone();
    assert_eq!(jane.result("1").await, before);
    assert!(jane.is_silent().await);
    server.op("confirm-deposit", json!({ "deposit": deposit })).await;
    assert_eq!(jane.result("1").await, before);
    assert!(jane.is_silent().await);
    assert!(jon.is_silent().await);
}

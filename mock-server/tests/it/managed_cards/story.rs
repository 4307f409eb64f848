//! The worked example of MC 13, from end to end.

use serde_json::{Value, json};

use super::user::User;
use crate::support::Sandbox;

/// Checks the line of the table: wallet available; card available, held, total.
async fn line(user: &User<'_>, card: &str, number: usize, wanted: [&str; 4]) {
    let shown = user.get(card).await.json();
    let wallet = user.wallet("USD").await;
    let balance = &shown["balance"];
    let found = [&wallet["available"], &balance["available"], &balance["held"], &balance["total"]];
    assert_eq!(found.map(|value| value.as_str().unwrap()), wanted, "line {number}");
    assert_eq!(wallet["held"], "0.00");
}

#[tokio::test]
async fn the_table_holds_number_by_number() {
    let mut sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = &user.card("prg_ke_usd_instant").await;
    let none = json!({});
    line(&user, card, 0, ["5000.00", "0.00", "0.00", "0.00"]).await;
    user.done(&format!("{card}fund/"), &json!({"amount": "200.00", "currency": "USD"})).await;
    line(&user, card, 1, ["4800.00", "200.00", "0.00", "200.00"]).await;
    let a1 = user.authorize(card, "60.00", "5814").await;
    line(&user, card, 2, ["4800.00", "140.00", "60.00", "200.00"]).await;
    let a2 = user.authorize(card, "50.00", "5999").await;
    line(&user, card, 3, ["4800.00", "90.00", "110.00", "200.00"]).await;
    let settled =
        user.done(&format!("{a1}settle/"), &json!({"amount": "45.00", "final": false})).await;
    assert_eq!(
        (&settled["status"], &settled["held"]),
        (&json!("partially_settled"), &json!("15.00"))
    );
    assert_eq!(settled["card_balance"]["total"], "155.00");
    line(&user, card, 4, ["4800.00", "90.00", "65.00", "155.00"]).await;
    let reversed = user.done(&format!("{a1}reverse/"), &json!({"amount": "5.00"})).await;
    assert_eq!((&reversed["held"], &reversed["released"]), (&json!("10.00"), &json!("5.00")));
    line(&user, card, 5, ["4800.00", "95.00", "60.00", "155.00"]).await;
    let settled = user.done(&format!("{a1}settle/"), &none).await;
    assert_eq!((&settled["status"], &settled["settled"]), (&json!("settled"), &json!("55.00")));
    line(&user, card, 6, ["4800.00", "95.00", "50.00", "145.00"]).await;
    let reversed = user.send("POST", &format!("{a2}reverse/"), &[], None).await.json();
    assert_eq!(reversed["status"], "reversed");
    line(&user, card, 7, ["4800.00", "145.00", "0.00", "145.00"]).await;
    let a3 = user.authorize(card, "40.00", "5812").await;
    line(&user, card, 8, ["4800.00", "105.00", "40.00", "145.00"]).await;
    let settled = user.done(&format!("{a3}settle/"), &json!({"amount": "46.00"})).await;
    assert_eq!(settled["over_settled"], "6.00");
    line(&user, card, 9, ["4800.00", "99.00", "0.00", "99.00"]).await;
    let a4 = user.authorize(card, "30.00", "5999").await;
    line(&user, card, 10, ["4800.00", "69.00", "30.00", "99.00"]).await;
    let refused = user.refused(&format!("{a4}settle/"), &json!({"amount": "30.01"})).await;
    assert_eq!(refused, (422, "over_settlement".to_owned()));
    line(&user, card, 11, ["4800.00", "69.00", "30.00", "99.00"]).await;

    let card = card.clone();
    let reference = |path: &str| path.rsplit('/').nth(1).unwrap().to_owned();
    let a1 = reference(&a1);
    sandbox.advance(7 * 86_400).await;
    let user = sandbox.holder("amara").await;
    let expired = user.get(&a4).await.json();
    assert_eq!((&expired["status"], &expired["released"]), (&json!("expired"), &json!("30.00")));
    line(&user, &card, 12, ["4800.00", "99.00", "0.00", "99.00"]).await;
    let body =
        json!({"authorization": a1, "reason": "not_received", "description": "Nothing came"});
    let dispute = user.done("/cards/api/v1/disputes/", &body).await;
    assert_eq!(dispute["provisional_credit"]["amount"], "55.00");
    line(&user, &card, 13, ["4800.00", "154.00", "0.00", "154.00"]).await;
    let decided = json!({"dispute": dispute["reference"], "status": "lost"});
    assert_eq!(sandbox.op("decide-dispute", &decided).await.status, 200);
    line(&user, &card, 14, ["4800.00", "99.00", "0.00", "99.00"]).await;
    user.done(&format!("{card}withdraw/"), &json!({"amount": "50.00"})).await;
    line(&user, &card, 15, ["4850.00", "49.00", "0.00", "49.00"]).await;
    let a5 = user.authorize(&card, "20.00", "5999").await;
    line(&user, &card, 16, ["4850.00", "29.00", "20.00", "49.00"]).await;
    let ended = user.send("POST", &format!("{card}terminate/"), &[], None).await.json();
    assert_eq!(
        (&ended["status"], &ended["status_reason"]),
        (&json!("terminated"), &json!("user_requested"))
    );
    line(&user, &card, 17, ["4879.00", "0.00", "20.00", "20.00"]).await;
    user.done(&format!("{a5}settle/"), &json!({"amount": "12.00"})).await;
    line(&user, &card, 18, ["4887.00", "0.00", "0.00", "0.00"]).await;
    sums_up(&user, &card).await;
}

/// The deltas of the ledger sum up to the balance.
async fn sums_up(user: &User<'_>, card: &str) {
    let ledger = user.get(&format!("{card}ledger/?limit=100")).await.json();
    let entries = ledger["results"].as_array().unwrap();
    let cents = |value: &Value| value.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    for name in ["available_delta", "held_delta"] {
        assert_eq!(entries.iter().map(|entry| cents(&entry[name])).sum::<i64>(), 0, "{name}");
    }
    assert!(entries.len() > 15);
}

#[tokio::test]
async fn a_slow_provider_holds_the_wallet() {
    let mut sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = user.card("prg_ke_usd_instant").await;
    let body = json!({"amount": "100.00", "sandbox": {"adapter": "delayed"}});
    let made = user.done(&format!("{card}fund/"), &body).await;
    assert_eq!(made["operation"]["status"], "processing");
    assert_eq!(
        (&made["wallet"]["available"], &made["wallet"]["held"]),
        (&json!("4900.00"), &json!("100.00"))
    );
    assert_eq!(made["card"]["balance"]["total"], "0.00");
    sandbox.advance(30).await;
    let user = sandbox.holder("amara").await;
    let wallet = user.wallet("USD").await;
    assert_eq!((&wallet["available"], &wallet["held"]), (&json!("4900.00"), &json!("0.00")));
    assert_eq!(user.get(&card).await.json()["balance"]["available"], "100.00");
    let operation = made["operation"]["reference"].as_str().unwrap();
    assert_eq!(status_of(&user, operation).await, "completed");
}

#[tokio::test]
async fn a_slow_provider_that_rejects_gives_the_wallet_its_money_back() {
    let mut sandbox = Sandbox::new().await;
    let user = sandbox.holder("amara").await;
    let card = user.card("prg_ke_usd_instant").await;
    let body = json!({"amount": "100.00", "sandbox": {"adapter": "delayed"}});
    let made = user.done(&format!("{card}fund/"), &body).await;
    let operation = made["operation"]["reference"].as_str().unwrap().to_owned();
    let rejected = json!({"operation": operation, "decision": "reject"});
    assert_eq!(sandbox.op("decide-operation", &rejected).await.status, 200);
    // What was decided stays so when the partner would have answered.
    for wait in [0, 30] {
        sandbox.advance(wait).await;
        let user = sandbox.holder("amara").await;
        line(&user, &card, 0, ["5000.00", "0.00", "0.00", "0.00"]).await;
        assert_eq!(status_of(&user, &operation).await, "failed");
    }
}

/// Status of an operation.
async fn status_of(user: &User<'_>, operation: &str) -> String {
    let shown = user.get(&format!("/accounting/api/v1/operations/{operation}/")).await.json();
    shown["status"].as_str().unwrap().to_owned()
}

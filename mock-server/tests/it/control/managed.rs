//! Managed cards as the back office drives them (MC 19).

use serde_json::{Value, json};

use super::{done, refused};
use crate::support::Sandbox;

/// Runs an op in the test world.
async fn op(sandbox: &Sandbox, name: &str, input: Value) -> Value {
    done(sandbox, "POST", &format!("/worlds/test/ops/{name}"), &input).await
}

/// The answer of an op without the rest.
async fn result(sandbox: &Sandbox, name: &str, input: Value) -> Value {
    op(sandbox, name, input).await["result"].clone()
}

async fn card(sandbox: &Sandbox, available: &str) -> Value {
    let input = json!({"user": "amara", "program": "prg_ke_usd_instant", "available": available});
    let made = op(sandbox, "make-card", input).await;
    assert_eq!(made["result"]["status"], "active");
    assert_eq!(made["events"], json!([]), "what the back office makes is not told");
    made["result"]["card"].clone()
}

#[tokio::test]
async fn a_card_spends_settles_and_gets_its_money_back() {
    let sandbox = Sandbox::new().await;
    let card = card(&sandbox, "200.00").await;
    let asked = op(&sandbox, "authorize", json!({"card": card, "amount": "60.00"})).await;
    assert_eq!(asked["events"], json!(["card.authorization.created"]));
    assert_eq!(asked["result"]["status"], "authorized");
    assert_eq!(asked["result"]["hold"], "60.00");
    assert_eq!(asked["result"]["available_after"], "140.00");
    let id = asked["result"]["transaction"].clone();
    assert!(id.as_str().unwrap().starts_with("aut_"));
    let raised = result(&sandbox, "increment", json!({"transaction": id, "by": "10.00"})).await;
    assert_eq!(raised["available_after"], "130.00");
    let part = json!({"transaction": id, "amount": "45.00", "final": false});
    let settled = op(&sandbox, "clear", part).await;
    assert_eq!(settled["result"]["status"], "partially_settled");
    assert_eq!(settled["events"], json!(["card.authorization.settled"]));
    let too_much = json!({"transaction": id, "amount": "25.01"});
    let path = "/worlds/test/ops/clear";
    refused(&sandbox, "POST", path, &too_much, ("invalid_value", "/amount")).await;
    let back = result(&sandbox, "reverse", json!({"transaction": id})).await;
    assert_eq!(back["status"], "settled");
    let refund = op(&sandbox, "refund", json!({"transaction": id, "amount": "5.00"})).await;
    assert_eq!(refund["events"], json!(["card.refunded"]));
    let again = result(&sandbox, "authorize", json!({"card": "amara/1", "amount": "160.00"})).await;
    assert_eq!(again["available_after"], "0.00", "200.00 less 45.00, and 5.00 more");
}

#[tokio::test]
async fn a_hold_that_nobody_settles_is_given_back_after_a_week() {
    let mut sandbox = Sandbox::new().await;
    let card = card(&sandbox, "200.00").await;
    result(&sandbox, "authorize", json!({"card": card, "amount": "150.00"})).await;
    let short = result(&sandbox, "authorize", json!({"card": card, "amount": "50.01"})).await;
    assert_eq!(short["decline_reason"], "insufficient_funds");
    sandbox.advance(604_800).await;
    let whole = result(&sandbox, "authorize", json!({"card": card, "amount": "200.00"})).await;
    assert_eq!(whole["status"], "authorized");
}

#[tokio::test]
async fn the_operator_moves_a_card_with_the_events_of_the_table() {
    let sandbox = Sandbox::new().await;
    let card = card(&sandbox, "10.00").await;
    for (status, events, reason) in [
        ("blocked", json!(["card.blocked"]), "card_blocked"),
        ("active", json!(["card.unblocked"]), ""),
        ("under_review", json!(["card.under_review"]), "card_blocked"),
        ("active", json!(["card.review_passed"]), ""),
        ("frozen", json!([]), "card_locked"),
        ("expired", json!([]), "card_expired"),
    ] {
        let input = json!({"card": card, "status": status, "reason": "checked"});
        let moved = op(&sandbox, "set-card-status", input).await;
        assert_eq!((&moved["result"]["status"], &moved["events"]), (&json!(status), &events));
        let asked = result(&sandbox, "authorize", json!({"card": card, "amount": "0.01"})).await;
        assert_eq!(asked["decline_reason"].as_str().unwrap_or_default(), reason, "{status}");
    }
    let unknown = json!({"card": card, "status": "asleep"});
    let path = "/worlds/test/ops/set-card-status";
    refused(&sandbox, "POST", path, &unknown, ("invalid_value", "/status")).await;
}

#[tokio::test]
async fn amounts_have_the_decimals_of_their_currency() {
    let sandbox = Sandbox::new().await;
    let input = json!({"user": "chipo", "program": "prg_ug_ugx_instant", "available": "50000"});
    let card = result(&sandbox, "make-card", input).await["card"].clone();
    let asked = json!({"card": card, "amount": "20000", "currency": "UGX"});
    let asked = result(&sandbox, "authorize", asked).await;
    assert_eq!((&asked["currency"], &asked["hold"]), (&json!("UGX"), &json!("20000")));
    assert_eq!(asked["available_after"], "30000");
    let path = "/worlds/test/ops/authorize";
    let cents = json!({"card": card, "amount": "20000.00"});
    refused(&sandbox, "POST", path, &cents, ("money_precision", "/amount")).await;
    let dollars = json!({"card": card, "amount": "1", "currency": "USD"});
    refused(&sandbox, "POST", path, &dollars, ("invalid_value", "/currency")).await;
}

#[tokio::test]
async fn the_back_office_makes_everything_that_a_card_needs() {
    let sandbox = Sandbox::new().await;
    let program = json!({"name": "Ghana", "currency": "USD", "country": "GH",
                         "limits": {"max_authorization": "5.00"}, "blocked_mccs": ["5999"]});
    let program = result(&sandbox, "make-program", program).await["program"].clone();
    let user = json!({"surface": "MC", "name": "Abena Verified", "market": "GH"});
    let user = result(&sandbox, "make-user", user).await;
    assert_eq!(user["username"], "abena@test.sandbox.test");
    let told = done(&sandbox, "GET", "/worlds/test/credentials", &Value::Null).await;
    let users = told["MC"]["users"].as_array().unwrap();
    let login = users.iter().find(|one| one["username"] == user["username"]).unwrap();
    assert!(user["password"].is_string() && user["password"] == login["password"], "{login}");
    let short = json!({"surface": "MC", "name": " A "});
    let path = "/worlds/test/ops/make-user";
    refused(&sandbox, "POST", path, &short, ("invalid_value", "/name")).await;
    let wallet = json!({"user": "abena", "currency": "USD", "balance": "3.00"});
    assert_eq!(result(&sandbox, "make-wallet", wallet).await["available"], "3.00");
    let deposit = op(&sandbox, "deposit", json!({"wallet": "abena/USD", "amount": "2.00"})).await;
    assert_eq!(deposit["events"], json!(["wallet.credited"]));
    let card = json!({"user": "abena", "program": program, "available": "50.00"});
    let card = result(&sandbox, "make-card", card).await["card"].clone();
    let ask = |amount, mcc| json!({"card": card, "amount": amount, "merchant": {"mcc": mcc}});
    for (request, reason) in [
        (ask("1.00", "5999"), json!("blocked_mcc")),
        (ask("5.01", "5411"), json!("spending_limit_exceeded")),
        (ask("5.00", "5411"), json!(null)),
    ] {
        let asked = result(&sandbox, "authorize", request).await;
        assert_eq!(asked["decline_reason"], reason);
    }
    let failing = json!({"program": program, "adapter": "failing"});
    assert_eq!(result(&sandbox, "set-adapter", failing).await["adapter"], "failing");
    let asked = result(&sandbox, "authorize", ask("1.00", "5411")).await;
    assert_eq!(asked["decline_reason"], "issuer_unavailable");
    let changed = json!({"user": "abena", "verified": false});
    assert_eq!(result(&sandbox, "set-user", changed).await["verified"], false);
}

#[tokio::test]
async fn a_reason_that_the_back_office_orders_comes_first() {
    let sandbox = Sandbox::new().await;
    let card = card(&sandbox, "10.00").await;
    result(&sandbox, "set-card-status", json!({"card": card, "status": "frozen"})).await;
    let forced = json!({"card": card, "amount": "1.00", "decline_reason": "suspected_fraud"});
    let asked = result(&sandbox, "authorize", forced).await;
    assert_eq!(asked["decline_reason"], "suspected_fraud");
    let declined = json!({"card": card, "amount": "1.00", "reason": "invalid_pin"});
    assert_eq!(result(&sandbox, "decline", declined).await["decline_reason"], "invalid_pin");
}

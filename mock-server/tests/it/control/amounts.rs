//! Money in control requests (SB 2.1).

use serde_json::{Value, json};

use super::{done, records};
use crate::support::Sandbox;

async fn authorized(sandbox: &Sandbox, amount: &Value) -> (u16, Value) {
    let reply = sandbox.op("authorize", &json!({"card": "carla/1", "amount": amount})).await;
    (reply.status.as_u16(), reply.json())
}

#[tokio::test]
async fn an_amount_is_in_the_currency_that_is_meant() {
    let sandbox = Sandbox::new().await;
    let before = records(&sandbox).await;
    for (amount, code, place) in [
        (json!({"amount": "5.00", "currency": "EUR"}), "invalid_value", "/amount/currency"),
        (json!({"amount": "5.00", "currency": "XXX"}), "invalid_value", "/amount/currency"),
        (json!({"amount": "5.00", "currency": 840}), "invalid_value", "/amount/currency"),
        (json!({"amount": "5.00"}), "missing_field", "/amount/currency"),
        (json!({"currency": "USD"}), "missing_field", "/amount/amount"),
        (json!({"amount": 5, "currency": "USD"}), "money_not_string", "/amount/amount"),
        (json!({"amount": "1.00", "currency": "USD", "z": 1}), "unknown_field", "/amount/z"),
    ] {
        let (status, problem) = authorized(&sandbox, &amount).await;
        assert_eq!(status, 422, "{amount}");
        assert_eq!((&problem["code"], &problem["pointer"]), (&json!(code), &json!(place)));
    }
    assert_eq!(records(&sandbox).await, before);
    let (_, done) = authorized(&sandbox, &json!({"amount": "5.00", "currency": "usd"})).await;
    assert_eq!(done["result"]["hold"], "5.00");
}

#[tokio::test]
async fn an_amount_is_decimal_text() {
    let sandbox = Sandbox::new().await;
    for (amount, code) in [
        (json!("1e3"), "invalid_value"),
        (json!("+5.00"), "invalid_value"),
        (json!("-5.00"), "invalid_value"),
        (json!("5."), "invalid_value"),
        (json!(".5"), "invalid_value"),
        (json!("1_000.00"), "invalid_value"),
        (json!(" 5.00"), "invalid_value"),
        (json!(""), "invalid_value"),
        (json!("99999999999999999999999999999999.00"), "invalid_value"),
        (json!(null), "invalid_value"),
        (json!([]), "invalid_value"),
        (json!(true), "invalid_value"),
        (json!(25.5), "money_not_string"),
        (json!("5.001"), "money_precision"),
    ] {
        let (status, problem) = authorized(&sandbox, &amount).await;
        assert_eq!((status, &problem["code"]), (422, &json!(code)), "{amount}: {problem}");
        assert_eq!(problem["pointer"], "/amount");
    }
    for (amount, hold) in [("5", "5.00"), ("0.5", "0.50"), ("5.25", "5.25")] {
        let (_, done) = authorized(&sandbox, &json!(amount)).await;
        assert_eq!(done["result"]["hold"], hold);
    }
}

#[tokio::test]
async fn a_deposit_is_counted_in_its_asset() {
    let sandbox = Sandbox::new().await;
    let path = "/worlds/test/ops/deposit";
    let input = json!({"card": "carla/1", "asset": "USDC",
                       "amount": {"amount": "1.250001", "currency": "usdc"}});
    done(&sandbox, "POST", path, &input).await;
    let input = json!({"card": "carla/1", "asset": "USDC",
                       "amount": {"amount": "1.25", "currency": "USD"}});
    let reply = sandbox.op("deposit", &input).await;
    assert_eq!(reply.json()["pointer"], "/amount/currency", "{}", reply.text());
    let reply = sandbox.op("deposit", &json!({"card": "carla/1", "amount": "1.2500001"})).await;
    assert_eq!(reply.json()["code"], "money_precision");
}

//! `createCardDispute` (AG 5.15), and the fault of withdrawals (SB 8.2).

use serde_json::{Value, json};

use super::{printed, user::User};
use crate::support::Sandbox;

/// The number of a new transaction of jane, and the result of the op that made it.
async fn spend(sandbox: &Sandbox, name: &str, input: Value) -> i64 {
    let reply = sandbox.op(name, &input).await;
    assert_eq!(reply.status, 200, "{name} {input}: {}", reply.text());
    let result = reply.json()["result"].clone();
    let id = result.get("refund").unwrap_or(&result["transaction"]);
    id.as_str().unwrap().trim_start_matches("t-").parse().unwrap()
}

async fn dispute(user: &User<'_>, transaction: i64, evidence: Option<&str>) -> (Value, Value) {
    let document = "mutation($input: CreateCardDisputeInput!) { createCardDispute(input: $input) \
                    { success disputeId error } }";
    let input = json!({"transactionId": transaction, "textEvidence": evidence});
    let done = user.ask(document, &json!({ "input": input })).await["createCardDispute"].clone();
    assert_eq!(done["success"] == true, done["error"].is_null(), "{done}");
    (done["disputeId"].clone(), done["error"].clone())
}

#[tokio::test]
async fn a_posted_purchase_is_disputed_once_at_a_time() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    sandbox.op("deposit", &json!({"card": "jane/1", "amount": "1000.00"})).await;
    let not_posted = (Value::Null, json!("Only posted purchases can be disputed"));
    let amount = json!({"card": "jane/1", "amount": "25.00"});
    let bought = spend(&sandbox, "authorize", amount.clone()).await;
    assert_eq!(dispute(&jane, bought, None).await, not_posted);
    spend(&sandbox, "clear", json!({ "transaction": bought })).await;
    let (id, none) = dispute(&jane, bought, Some("Never arrived.")).await;
    assert!(none.is_null() && uuid::Uuid::parse_str(id.as_str().unwrap()).is_ok());
    let open = (Value::Null, json!("A dispute is already open"));
    assert_eq!(dispute(&jane, bought, None).await, open);
    let lost = json!({"dispute": id, "status": "lost"});
    assert_eq!(sandbox.op("decide-dispute", &lost).await.status, 200);
    assert_ne!(dispute(&jane, bought, None).await.0, id);
    // What is declined, reversed or given back.
    let too_much = json!({"card": "jane/1", "amount": "5000.00"});
    let declined = spend(&sandbox, "authorize", too_much).await;
    assert_eq!(dispute(&jane, declined, None).await, not_posted);
    let given_back = spend(&sandbox, "authorize", amount).await;
    spend(&sandbox, "reverse", json!({ "transaction": given_back })).await;
    assert_eq!(dispute(&jane, given_back, None).await, not_posted);
    sandbox.op("refund", &json!({"card": "jane/1", "amount": "1.00"})).await;
    let rows =
        jane.field("{ AgioCard_card_transaction(where: {event_type: {_eq: \"refund\"}}) { id } }");
    let refund = rows.await[0]["id"].as_i64().unwrap();
    assert_eq!(dispute(&jane, refund, None).await, not_posted);
    // No money has moved.
    let card = jane.cards().await[0];
    let balance = jane.ask(printed::AGIO_CARD_BALANCE, &json!({ "cardId": card })).await;
    assert_eq!(balance["cardBalance"]["balance"]["postedCharges"], 24.0);
}

#[tokio::test]
async fn a_signature_conflict_can_be_ordered() {
    let sandbox = Sandbox::new().await;
    let fault = json!({"match": {"surface": "AG", "operation": "cardWithdraw"},
                       "then": {"error": "signature-conflict"}});
    let ordered = sandbox.control("POST", "/worlds/test/faults", &fault).await;
    assert_eq!(ordered.status, 201, "{}", ordered.text());
    let cora = sandbox.user("cora").await;
    let usdc = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
    let input = json!({"input": {"tokenAddress": usdc, "amount": "100.5", "chainId": 8453}});
    let refused = cora.ask(printed::CARD_WITHDRAW, &input).await["cardWithdraw"].clone();
    let wanted = json!({"success": false, "transactionHash": null, "chainId": null,
        "tokenAddress": null, "amount": null,
        "error": "An active signature blocks this withdrawal, retry later", "retryAfterSec": 30});
    assert_eq!(refused, wanted);
    let card = cora.cards().await[0];
    let balance = cora.ask(printed::AGIO_CARD_BALANCE, &json!({ "cardId": card })).await;
    assert_eq!(balance["cardBalance"]["balance"]["creditLimit"], 250.0);
    // It was ordered once.
    let done = cora.ask(printed::CARD_WITHDRAW, &input).await["cardWithdraw"].clone();
    assert_eq!((&done["success"], &done["retryAfterSec"]), (&json!(true), &Value::Null));
}

#[tokio::test]
async fn evidence_has_at_most_255_characters() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    sandbox.op("deposit", &json!({"card": "jane/1", "amount": "100.00"})).await;
    let bought = spend(&sandbox, "authorize", json!({"card": "jane/1", "amount": "5.00"})).await;
    spend(&sandbox, "clear", json!({ "transaction": bought })).await;
    let refused = (Value::Null, json!("textEvidence is too long"));
    assert_eq!(dispute(&jane, bought, Some(&"ä".repeat(256))).await, refused);
    assert!(dispute(&jane, bought, Some(&"ä".repeat(255))).await.1.is_null());
}

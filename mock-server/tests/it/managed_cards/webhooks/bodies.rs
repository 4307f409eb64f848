//! Events and their bodies (MC 14.1, 14.2).

use serde_json::{Value, json};

use super::{control, made_card, messages, op, receiver};
use crate::{managed_cards::user::CARDS, support::Sandbox};

async fn types(sandbox: &Sandbox) -> Vec<String> {
    let all = messages(sandbox).await;
    all.iter().map(|one| one.body["type"].as_str().unwrap().to_owned()).collect()
}

/// The body of the only message of a type.
async fn body(sandbox: &Sandbox, kind: &str) -> Value {
    let all = messages(sandbox).await;
    let mut found = all.into_iter().filter(|one| one.body["type"] == kind);
    let body = found.next().unwrap_or_else(|| panic!("no {kind}")).body;
    assert!(found.next().is_none(), "more than one {kind}");
    body
}

fn names(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_row_of_the_table_is_told_in_its_order() {
    let mut sandbox = Sandbox::new().await;
    receiver(&sandbox, "sink", &[]).await;
    let amara = sandbox.holder("amara").await;
    let card = amara.card("prg_ke_usd_instant").await;
    amara.done(&format!("{card}fund/"), &json!({"amount": "100.00"})).await;
    amara.done(&format!("{card}withdraw/"), &json!({"amount": "20.00"})).await;
    amara.done(&format!("{card}freeze/"), &json!({})).await;
    amara.done(&format!("{card}unfreeze/"), &json!({})).await;
    let hold = amara.authorize(&card, "30.00", "5411").await;
    amara.done(&format!("{hold}settle/"), &json!({"amount": "10.00", "final": false})).await;
    amara.done(&format!("{hold}reverse/"), &json!({"amount": "5.00"})).await;
    amara.done(&format!("{hold}settle/"), &json!({})).await;
    let authorization = hold.rsplit('/').nth(1).unwrap();
    let dispute = json!({"authorization": authorization, "reason": "fraudulent", "amount": "4.00"});
    let case = amara.done("/cards/api/v1/disputes/", &dispute).await;
    let decide = |status: &str| json!({"dispute": case["reference"], "status": status});
    op(&sandbox, "decide-dispute", decide("under_review")).await;
    op(&sandbox, "decide-dispute", decide("lost")).await;
    let reference = card.rsplit('/').nth(1).unwrap().to_owned();
    let status = |status: &str| json!({"card": reference, "status": status, "reason": "look"});
    for word in ["blocked", "active", "under_review", "active"] {
        op(&sandbox, "set-card-status", status(word)).await;
    }
    let last = amara.authorize(&card, "1.00", "5411").await;
    assert_eq!(amara.get(&last).await.json()["status"], "authorized");
    let wallet = amara.wallet("USD").await["reference"].clone();
    op(&sandbox, "deposit", json!({"wallet": wallet, "amount": "9.00"})).await;
    sandbox.advance(604_800).await;
    let amara = sandbox.holder("amara").await;
    amara.done(&format!("{card}terminate/"), &json!({})).await;
    let told = types(&sandbox).await;
    let wanted = "card.created card.activated wallet.debited card.funded card.withdrawn \
                  wallet.credited card.frozen card.unfrozen card.authorization.created \
                  card.authorization.settled card.authorization.reversed \
                  card.authorization.settled card.dispute.created \
                  card.provisional_credit.granted card.dispute.updated card.dispute.lost \
                  card.provisional_credit.reversed card.blocked card.unblocked \
                  card.under_review card.review_passed card.authorization.created \
                  wallet.credited card.authorization.expired card.terminated wallet.credited";
    assert_eq!(told, wanted.split_whitespace().collect::<Vec<_>>());
    let all = messages(&sandbox).await;
    let mut ids = std::collections::BTreeSet::new();
    for (sequence, message) in (1..).zip(&all) {
        assert_eq!(message.body["sequence"], json!(sequence));
        assert!(ids.insert(message.body["id"].as_str().unwrap().to_owned()));
        assert_eq!(names(&message.body), ["id", "type", "timestamp", "sequence", "data"]);
        assert_eq!(message.bytes, message.body.to_string().as_bytes(), "compact, in order");
    }
}

#[tokio::test]
async fn objects_are_those_of_the_answers_and_of_that_moment() {
    let sandbox = Sandbox::new().await;
    receiver(&sandbox, "sink", &[]).await;
    let amara = sandbox.holder("amara").await;
    let path = made_card(&sandbox, "0.00").await;
    let funded = amara.done(&format!("{path}fund/"), &json!({"amount": "37.00"})).await;
    let merchant = json!({"name": "Café Zürich – Ñandú", "mcc": "5411"});
    let order = json!({"amount": "12.00", "merchant": merchant});
    let held = amara.done(&format!("{path}authorize/"), &order).await;
    // What changes later is not seen in what was told before.
    let set = json!({"card": path.rsplit('/').nth(1), "adapter": "failing"});
    op(&sandbox, "set-adapter", set).await;
    amara.done(&format!("{path}freeze/"), &json!({})).await;
    let debited = body(&sandbox, "wallet.debited").await;
    let data = &debited["data"];
    assert_eq!(names(data), ["wallet", "amount", "currency", "reason", "operation", "card"]);
    assert_eq!(names(&data["wallet"]), ["reference", "currency", "available", "held", "total"]);
    assert_eq!((&data["amount"], &data["currency"]), (&json!("37.00"), &json!("USD")));
    assert_eq!((&data["reason"], &data["card"]), (&json!("card_funding"), &held["card"]));
    assert_eq!(data["operation"], funded["operation"]["reference"]);
    assert_eq!(data["wallet"]["available"], funded["wallet"]["available"]);
    assert_eq!(debited["timestamp"], "2030-01-01T00:00:00.000Z");
    let card = body(&sandbox, "card.funded").await;
    assert_eq!(names(&card["data"]), ["card", "operation"]);
    assert_eq!(card["data"]["card"], funded["card"]);
    assert_eq!(card["data"]["operation"], funded["operation"]);
    let created = body(&sandbox, "card.authorization.created").await;
    assert_eq!(names(&created["data"]), ["authorization", "card_balance"]);
    assert_eq!(created["data"]["authorization"], held);
    assert_eq!(created["data"]["card_balance"], held["card_balance"]);
    let frozen = body(&sandbox, "card.frozen").await;
    assert_eq!(names(&frozen["data"]), ["card", "previous_status"]);
    assert_eq!(frozen["data"]["previous_status"], "active");
    let all = messages(&sandbox).await;
    let text = all.iter().map(|one| String::from_utf8_lossy(&one.bytes).into_owned());
    assert!(text.into_iter().any(|text| text.contains("Café Zürich – Ñandú")));
}

#[tokio::test]
async fn settlements_reversals_and_refunds_have_their_own_members() {
    let sandbox = Sandbox::new().await;
    receiver(&sandbox, "sink", &["card.authorization.*", "card.refunded"]).await;
    let amara = sandbox.holder("amara").await;
    let path = made_card(&sandbox, "100.00").await;
    let hold = amara.authorize(&path, "30.00", "5411").await;
    amara.done(&format!("{hold}settle/"), &json!({"amount": "10.00", "final": false})).await;
    amara.done(&format!("{hold}reverse/"), &json!({"amount": "5.00"})).await;
    let reference = hold.rsplit('/').nth(1).unwrap();
    op(&sandbox, "refund", json!({"transaction": reference, "amount": "3.00"})).await;
    let settled = &body(&sandbox, "card.authorization.settled").await["data"];
    assert_eq!(names(settled), ["authorization", "card_balance", "settlement"]);
    assert_eq!(settled["settlement"], settled["authorization"]["settlements"][0]);
    assert_eq!(settled["settlement"]["amount"], "10.00");
    let reversed = &body(&sandbox, "card.authorization.reversed").await["data"];
    assert_eq!(names(reversed), ["authorization", "card_balance", "reversal"]);
    assert_eq!(reversed["reversal"]["amount"], "5.00");
    assert_eq!(settled["authorization"]["reversals"], json!([]), "as of the event");
    let refunded = &body(&sandbox, "card.refunded").await["data"];
    assert_eq!(names(refunded), ["card", "authorization", "amount", "currency"]);
    assert_eq!(refunded["authorization"], json!(reference));
    assert_eq!((&refunded["amount"], &refunded["currency"]), (&json!("3.00"), &json!("USD")));
}

#[tokio::test]
async fn refusals_replays_and_the_back_office_send_nothing() {
    let sandbox = Sandbox::new().await;
    let card = made_card(&sandbox, "10.00").await;
    receiver(&sandbox, "sink", &[]).await;
    made_card(&sandbox, "20.00").await;
    let amara = sandbox.holder("amara").await;
    let fund = format!("{card}fund/");
    for amount in ["10000.00", "x", "1.001"] {
        amara.refused(&fund, &json!({"amount": amount})).await;
    }
    let failing = json!({"amount": "1.00", "sandbox": {"adapter": "failing"}});
    assert_eq!(amara.refused(&fund, &failing).await.0, 502);
    assert_eq!(types(&sandbox).await, [""; 0]);
    let key = [("idempotency-key", "one")];
    let body = json!({"amount": "5.00"}).to_string();
    for replayed in [false, true] {
        let reply = amara.send("POST", &fund, &key, Some(&body)).await;
        assert_eq!(reply.headers.contains_key("idempotent-replayed"), replayed);
    }
    assert_eq!(types(&sandbox).await, ["wallet.debited", "card.funded"]);
    control(&sandbox, "PATCH", "/rules", json!({"mc.hook.emits_on_refusal": true})).await;
    amara.refused(&fund, &json!({"amount": "x"})).await;
    let told = messages(&sandbox).await;
    assert_eq!(told[2].body["type"], "card.operation.refused");
    let data = json!({"operation": "cards.fund", "code": "invalid_request"});
    assert_eq!(told[2].body["data"], data);
}

#[tokio::test]
async fn readings_move_the_moment_and_the_kind_of_authorizations() {
    let readings = json!({"mc.hook.wallet_debited_on": "request",
                          "mc.hook.authorization_created_on": "approved"});
    let sandbox = Sandbox::with(json!({ "rules": readings })).await;
    let path = made_card(&sandbox, "10.00").await;
    receiver(&sandbox, "sink", &[]).await;
    let amara = sandbox.holder("amara").await;
    let slow = json!({"amount": "5.00", "sandbox": {"adapter": "under_review"}});
    let begun = amara.done(&format!("{path}fund/"), &slow).await;
    let declined = amara
        .done(
            &format!("{path}authorize/"),
            &json!({"amount": "99.00",
        "merchant": {"mcc": "5411"}}),
        )
        .await;
    assert_eq!(declined["status"], "declined");
    assert_eq!(types(&sandbox).await, ["wallet.debited"]);
    let decide = json!({"operation": begun["operation"]["reference"], "decision": "approve"});
    op(&sandbox, "decide-operation", decide).await;
    assert_eq!(types(&sandbox).await, ["wallet.debited", "card.funded"]);
    assert!(path.starts_with(CARDS));
}

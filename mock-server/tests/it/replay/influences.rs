//! Sessions while a deviation, a reading or a fault is active: every answer comes again, and the
//! replay leads to the same world (SB 13.2).

use mock_server::{
    register::register,
    surfaces::{SURFACES, control::verified},
};
use serde_json::{Value, json};

use super::session::{in_app, login, managed};
use crate::{envelope::Project, support::Sandbox};

/// Requests over all surfaces.
async fn round(sandbox: &mut Sandbox, number: usize) {
    for text in [
        "mutation { freezeCard(cardId: 1) { success status error } }",
        "mutation { a: unfreezeCard(cardId: 1) { success } b: freezeCard(cardId: 2) { success } }",
        "mutation { generateEncryptionKeys { sessionId key iv } }",
        "mutation { createCard(input: {cardApplicationId: 1, cardType: virtual}) { success id } }",
        "{ AgioCard_vw_card(order_by: {id: desc}, limit: 2) { id status last4 } }",
    ] {
        sandbox.ask(text, &json!({})).await;
    }
    let minted = sandbox.op("mint-jwt", &json!({"user": "jane", "variant": "valid"})).await.json();
    let token = minted["result"]["token"].as_str().unwrap_or_default().to_owned();
    in_app(sandbox, &token, "mutation { generateEncryptionKeys { sessionId key iv } }").await;
    let mut main = Project::named(sandbox, "main").await;
    main.requests = sandbox.next_request();
    let user = json!({"external_user_id": format!("user {number}")});
    for path in ["/users/create", "/project/balance"] {
        let request = main.request(sandbox, path, &user, Some("one key"));
        sandbox.send(request).await;
    }
    let token = login(sandbox).await;
    let body = json!({"program": "prg_ke_usd_instant"});
    let cards = "/cards/api/v1/managed-cards/";
    managed(sandbox, &token, cards, &body, &format!("c-{number}")).await;
    managed(sandbox, &token, cards, &body, &format!("c-{number}")).await;
    sandbox.op("deposit", &json!({"card": 1, "amount": "5.00"})).await;
    sandbox.op("authorize", &json!({"card": 1, "amount": "2.00"})).await;
    let moved = sandbox.advance(40).await;
    if let Some(now) = moved.json()["now"].as_str() {
        sandbox.now = now.parse::<jiff::Timestamp>().unwrap().as_millisecond();
    }
}

/// Verifies the journal of the session, and compares the world that it leads to.
async fn comes_again(sandbox: &Sandbox) {
    let handle = sandbox.worlds.get("test").unwrap();
    let now = handle.now();
    let records = handle.journal();
    let (found, mut replay) = verified(&records, None, &SURFACES).await.unwrap();
    let first = found.first_difference.as_ref().map(|first| {
        let record = records.iter().find(|record| record.n == first.n);
        format!("{first:?} in {}", serde_json::to_string(&record).unwrap())
    });
    assert!(found.equal, "{} differences, first {first:?}", found.differences);
    assert!(found.compared > records.len() as u64 / 3, "{found:?}");
    replay.settle(now);
    assert!(handle.read(|world| world.same_state(&replay.world)), "replay leads elsewhere");
}

async fn set(sandbox: &Sandbox, method: &str, path: &str, body: &Value) {
    let reply = sandbox.control(method, &format!("/worlds/test{path}"), body).await;
    assert!(reply.status.is_success(), "{path} {body}: {}", reply.text());
}

#[tokio::test]
async fn answers_under_a_deviation_come_again() {
    let mut sandbox = Sandbox::new().await;
    let all = &register().deviations;
    // Every kind of patch on every surface is among so many.
    let some = all.iter().step_by(all.len() / 40);
    for (number, deviation) in some.enumerate() {
        set(&sandbox, "PUT", "/deviations", &json!({"active": [deviation.id]})).await;
        round(&mut sandbox, number).await;
    }
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn answers_under_a_reading_come_again() {
    let mut sandbox = Sandbox::new().await;
    for (number, ambiguity) in register().ambiguities.iter().step_by(3).enumerate() {
        let other = ambiguity.reading.iter().find(|one| one.name != ambiguity.default);
        let Some(other) = other else { continue };
        set(&sandbox, "PATCH", "/readings", &json!({ &ambiguity.id: other.name })).await;
        round(&mut sandbox, number).await;
        set(&sandbox, "DELETE", "/readings", &Value::Null).await;
    }
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn answers_under_a_fault_come_again() {
    let mut sandbox = Sandbox::new().await;
    let faults = [
        json!({"match": {"operation": "freezeCard"}, "then": {"drop": "before"}}),
        json!({"match": {"operation": "createCard"}, "then": {"drop": "after"}}),
        json!({"match": {"surface": "ER"}, "when": {"nth": 2}, "then": {"cut_body_after": 9}}),
        json!({"match": {"surface": "MC"}, "then": {"error": "unavailable"}}),
        json!({"match": {"surface": "PG"}, "when": {"next": 2}, "then": {"error": "nonce-store-503"}}),
        json!({"match": {"operation": "freezeCard"}, "then": {"error": "issuer-error"}}),
        json!({"match": {"surface": "ER"}, "then": {"error": "internal-error"}}),
    ];
    for (number, fault) in faults.iter().enumerate() {
        set(&sandbox, "POST", "/faults", fault).await;
        round(&mut sandbox, number).await;
        if number % 2 == 1 {
            set(&sandbox, "DELETE", "/faults", &Value::Null).await;
        }
    }
    comes_again(&sandbox).await;
}

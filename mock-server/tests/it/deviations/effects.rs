//! Effects on another thing, and views of an earlier world.

use serde_json::{Value, json};

use super::{comes_again, hits, status, two_cards, under};
use crate::support::Sandbox;

#[tokio::test]
async fn another_card_of_the_owner_is_frozen() {
    let mut sandbox = under("effect freezeCard elsewhere").await;
    let [one, other] = two_cards(&mut sandbox).await;
    let freeze = format!("mutation {{ freezeCard(cardId: {one}) {{ success id status }} }}");
    let told = sandbox.ask(&freeze, &Value::Null).await.json();
    let told = &told["data"]["freezeCard"];
    assert_eq!(told, &json!({"success": true, "id": one, "status": "locked"}));
    assert_eq!(status(&mut sandbox, one).await, "active");
    let shown = "{ AgioCard_card(where: {status: {_eq: \"locked\"}}) { id } }";
    let frozen = sandbox.ask(shown, &Value::Null).await.json();
    assert!(!frozen["data"]["AgioCard_card"].as_array().unwrap().is_empty(), "{other}: {frozen}");
    assert_eq!(hits(&sandbox).await, 1);
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn every_card_is_frozen_whoever_owns_it() {
    let mut sandbox = under("effect freezeCard everywhere").await;
    let [one, other] = two_cards(&mut sandbox).await;
    let freeze = format!("mutation {{ freezeCard(cardId: {one}) {{ id }} }}");
    sandbox.ask(&freeze, &Value::Null).await;
    assert_eq!(status(&mut sandbox, one).await, "locked");
    assert_eq!(status(&mut sandbox, other).await, "locked");
    assert_eq!(hits(&sandbox).await, 1);
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn a_card_of_somebody_else_is_frozen() {
    let mut sandbox = under("effect freezeCard abroad").await;
    let [one, other] = two_cards(&mut sandbox).await;
    let freeze = format!("mutation {{ freezeCard(cardId: {one}) {{ id status }} }}");
    let told = sandbox.ask(&freeze, &Value::Null).await.json();
    assert_eq!(told["data"]["freezeCard"], json!({"id": one, "status": "locked"}));
    assert_eq!(status(&mut sandbox, one).await, "active");
    assert_eq!(status(&mut sandbox, other).await, "active");
    assert_eq!(hits(&sandbox).await, 1);
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn a_session_is_taken_where_a_pin_is_set_elsewhere() {
    let mut sandbox = under("effect getCardPin elsewhere").await;
    let [one, _] = two_cards(&mut sandbox).await;
    let open = "mutation { generateEncryptionKeys { sessionId } }";
    let opened = sandbox.ask(open, &Value::Null).await.json();
    let session = &opened["data"]["generateEncryptionKeys"]["sessionId"];
    let read =
        "mutation ($s: String!, $c: Int!) { getCardPin(cardId: $c, sessionId: $s) { error } }";
    let given = json!({"s": session, "c": one});
    let first = sandbox.ask(read, &given).await.json();
    let second = sandbox.ask(read, &given).await.json();
    assert_ne!(first["data"], second["data"], "the session is spent");
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn a_list_does_not_see_what_an_operation_has_changed() {
    let mut sandbox = under("view AgioCard_card before freezeCard").await;
    let [one, other] = two_cards(&mut sandbox).await;
    assert_eq!(status(&mut sandbox, one).await, "active");
    assert_eq!(hits(&sandbox).await, 0);
    let freeze = format!("mutation {{ freezeCard(cardId: {one}) {{ status }} }}");
    sandbox.ask(&freeze, &Value::Null).await;
    assert_eq!(status(&mut sandbox, one).await, "active");
    assert_eq!(hits(&sandbox).await, 1);
    let by_pk = format!("{{ AgioCard_card_by_pk(id: {one}) {{ status }} }}");
    let shown = sandbox.ask(&by_pk, &Value::Null).await.json();
    assert_eq!(shown["data"]["AgioCard_card_by_pk"]["status"], "locked");
    assert_eq!(status(&mut sandbox, other).await, "active");
    assert_eq!(hits(&sandbox).await, 1);
    comes_again(&sandbox).await;
}

#[tokio::test]
async fn what_was_looked_at_is_no_part_of_the_state() {
    let mut sandbox =
        Sandbox::with(json!({"deviations": ["view nothing before freezeCard"]})).await;
    let [one, _] = two_cards(&mut sandbox).await;
    let freeze = format!("mutation {{ freezeCard(cardId: {one}) {{ status }} }}");
    sandbox.ask(&freeze, &Value::Null).await;
    assert_eq!(status(&mut sandbox, one).await, "locked");
    assert_eq!(hits(&sandbox).await, 0);
}

//! Operators of deviations that no other test sees at work: documents that are misread, arguments that
//! are refused, effects elsewhere, checks and rules of one operation, and views of an earlier world. Each makes its difference and no
//! other, is counted where it makes one, and comes again in a replay.

mod checks;
mod documents;
mod effects;
mod refusals;

use mock_server::surfaces::{SURFACES, control::verified};
use serde_json::{Value, json};

use crate::support::Sandbox;

/// A world under one deviation that is written out.
async fn under(patch: &str) -> Sandbox {
    Sandbox::with(json!({ "deviations": [patch] })).await
}

/// The number of requests to which the deviation made a difference.
async fn hits(sandbox: &Sandbox) -> Value {
    let shown = sandbox.control("GET", "/worlds/test/deviations", &Value::Null).await;
    shown.json()["active"][0]["hits"].clone()
}

/// The journal leads to the same answers and to the same world.
async fn comes_again(sandbox: &Sandbox) {
    let handle = sandbox.worlds.get("test").unwrap();
    let now = handle.now();
    let (found, mut replay) = verified(&handle.journal(), None, &SURFACES).await.unwrap();
    assert!(found.equal, "{:?}", found.first_difference);
    replay.settle(now);
    assert!(handle.read(|world| world.same_state(&replay.world)), "replay leads elsewhere");
}

/// Two cards of one owner.
async fn two_cards(sandbox: &mut Sandbox) -> [i64; 2] {
    let create = "mutation { createCard(input: {cardApplicationId: 1, cardType: virtual}) { id } }";
    let mut ids = [0; 2];
    for id in &mut ids {
        let made = sandbox.ask(create, &Value::Null).await.json();
        *id = made["data"]["createCard"]["id"].as_i64().unwrap();
    }
    ids
}

/// The status of a card, as a list shows it.
async fn status(sandbox: &mut Sandbox, card: i64) -> Value {
    let document = format!("{{ AgioCard_card(where: {{id: {{_eq: {card}}}}}) {{ status }} }}");
    let shown = sandbox.ask(&document, &Value::Null).await.json();
    shown["data"]["AgioCard_card"][0]["status"].clone()
}

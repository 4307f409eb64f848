//! Cards that actors make.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{Actor, sessions::open_session};
use crate::{
    Mismatch, StepResult, World,
    drivers::{Answer, graphql::names},
    surfaces::partner::things::CardUser,
    things::graphql::{Application, Card},
};

/// The mutation that makes a card, with everything it can answer.
pub(in crate::steps) const CREATE_CARD: &str = "mutation($input: CreateCardInput!) { createCard(input: $input) { \
    success id cardId cardType status last4 expirationMonth expirationYear error } }";

pub(in crate::steps) fn card_input(application: &Application, card_type: &str) -> Value {
    let mut input = json!({ "cardApplicationId": application.id, "cardType": card_type });
    if card_type == "physical" {
        input["shipping"] = shipping_address();
    }
    input
}

/// Names the card that an answer says was made.
pub(in crate::steps) fn take(
    world: &mut World,
    answer: &Answer,
    name: &str,
    actor: &str,
    application: &Application,
) -> StepResult<Option<Card>> {
    let Some(result) = names::result(answer, "createCard") else { return Ok(None) };
    let Some(id) = result["id"].as_i64() else { return Ok(None) };
    let card = Card {
        id,
        external_id: result["cardId"].as_str().map(str::to_owned),
        card_user: application.card_user.clone(),
        application: Some(application.id),
        owner: actor.to_owned(),
    };
    if let Some(id) = &application.card_user {
        let holder = CardUser { id: id.clone(), owner: actor.to_owned() };
        world.partner.card_users.name(format!("the holder of {name}"), holder);
    }
    world.graphql.cards.name(name, card.clone());
    Ok(Some(card))
}

async fn create(
    world: &mut World,
    actor: &Actor,
    name: &str,
    application: &Application,
    input: Value,
) -> StepResult {
    let answer = world.ask(&actor.0, CREATE_CARD, &json!({ "input": input })).await?;
    if take(world, &answer, name, &actor.0, application)?.is_none() {
        world.graphql.cards.missed(name, answer.summary());
        world.partner.card_users.missed(format!("the holder of {name}"), answer.summary());
    }
    Ok(())
}

when!(regex r#"^(the(?: [a-z]+)? (?:partner|user)) creates a (virtual|physical) card "([^"]+)" for "([^"]+)"( with|, to be sent|)$"#, creates);
async fn creates(
    world: &mut World,
    step: &Step,
    actor: Actor,
    kind: String,
    name: String,
    application: String,
    extra: String,
) -> StepResult {
    let application = world.graphql.applications.get(&application)?;
    let mut input = card_input(&application, &kind);
    if extra == ", to be sent" {
        input["shipping"] = shipping_address();
    }
    for row in step.table.iter().flat_map(|table| &table.rows) {
        let value: Value = serde_json::from_str(&row[1])
            .map_err(|error| Mismatch::suite("a JSON value", format!("{}: {error}", row[1])))?;
        match (row[0].split_once('.'), value) {
            (Some((object, member)), Value::Null) => {
                input[object].as_object_mut().and_then(|object| object.remove(member));
            }
            (Some((object, member)), value) => input[object][member] = value,
            (None, Value::Null) => drop(input.as_object_mut().and_then(|all| all.remove(&row[0]))),
            (None, value) => input[&row[0]] = value,
        }
    }
    create(world, &actor, &name, &application, input).await
}

when!("{actor} creates a virtual card {string} for the application of {string}", creates_for);
async fn creates_for(world: &mut World, actor: Actor, name: String, user: String) -> StepResult {
    let application = world.graphql.applications.get(&format!("the application of {user}"))?;
    let input = card_input(&application, "virtual");
    create(world, &actor, &name, &application, input).await
}

when!(
    "{actor} creates a {word} card {string} for {string} with the PIN {string}",
    creates_with_pin
);
async fn creates_with_pin(
    world: &mut World,
    actor: Actor,
    kind: String,
    name: String,
    application: String,
    pin: String,
) -> StepResult {
    let application = world.graphql.applications.get(&application)?;
    let session = open_session(world, &actor.0).await?;
    let mut input = card_input(&application, &kind);
    input["sessionId"] = json!(session.id);
    input["encryptedPin"] = json!(session.encrypt_pin(&world.pin_codec(&actor.0)?, &pin)?);
    create(world, &actor, &name, &application, input).await
}

/// An address to which cards can be sent.
pub(in crate::steps) fn shipping_address() -> Value {
    json!({
        "line1": "123 Main St",
        "city": "Miami",
        "region": "FL",
        "postalCode": "33101",
        "countryCode": "US",
        "phoneNumber": "+13055550100",
    })
}

//! Cards to start from: made where the target has applications, else the known one.

use cucumber::given;
use serde_json::{Value, json};

use super::people::make_application;
use crate::{
    Mismatch, StepResult, World,
    checks::{json as at, refusal},
    things::Card,
};

/// The mutation that makes a card, with everything it can answer.
pub const CREATE_CARD: &str = "mutation($input: CreateCardInput!) { createCard(input: $input) { \
    success id cardId cardType status last4 expirationMonth expirationYear error } }";

#[given(expr = "an active virtual card {string} of {actor}")]
async fn active_virtual(world: &mut World, name: String, actor: super::Actor) -> StepResult {
    make_card(world, &name, &actor.0, "virtual").await.map(drop).map_err(Mismatch::while_preparing)
}

#[given(expr = "a physical card {string} of {actor} that is not activated")]
async fn new_physical(world: &mut World, name: String, actor: super::Actor) -> StepResult {
    make_card(world, &name, &actor.0, "physical").await.map(drop).map_err(Mismatch::while_preparing)
}

/// A new card called `name` for an application of its own, called `the application of <name>`.
pub async fn make_card(
    world: &mut World,
    name: &str,
    actor: &str,
    card_type: &str,
) -> StepResult<Card> {
    let application = make_application(world, &format!("the application of {name}"), actor).await?;
    let mut input = json!({ "cardApplicationId": application.id, "cardType": card_type });
    if card_type == "physical" {
        input["shipping"] = shipping_address();
    }
    let partner = world.partner(actor)?;
    let answer = partner.query(CREATE_CARD, &json!({ "input": input })).await?;
    let result = refusal::succeeded(&answer, "createCard")?;
    let card = Card {
        id: at::integer(result, "/id")?,
        external_id: result["cardId"].as_str().map(str::to_owned),
        card_user: application.card_user,
        application: Some(application.id),
        owner: actor.to_owned(),
    };
    world.cards.name(name, card.clone());
    Ok(card)
}

/// An address to which cards can be sent.
pub fn shipping_address() -> Value {
    json!({
        "line1": "123 Main St",
        "city": "Miami",
        "region": "FL",
        "postalCode": "33101",
        "countryCode": "US",
        "phoneNumber": "+13055550100",
    })
}

//! Cards and applications of the GraphQL surfaces to start from: made for a scenario, or named by
//! the target file.

use serde_json::{Value, json};

use super::{
    graphql::{
        Actor,
        card_creation::{CREATE_CARD, card_input, take},
        lifecycle,
        tables::row_where_known,
    },
    in_app::applications,
    partner::people,
};
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    drivers::graphql::names::{is_user, worded},
    surfaces::partner::{target::Known, things::CardUser},
    things::graphql::Card,
};

given!("an active virtual card {string} of {actor}", active_virtual);
async fn active_virtual(world: &mut World, name: String, actor: Actor) -> StepResult {
    make_card(world, &name, &actor.0, "virtual").await.map(drop).map_err(Mismatch::while_preparing)
}

given!("a physical card {string} of {actor} that is not activated", new_physical);
async fn new_physical(world: &mut World, name: String, actor: Actor) -> StepResult {
    make_card(world, &name, &actor.0, "physical").await.map(drop).map_err(Mismatch::while_preparing)
}

given!("an approved application {string} of {actor}", approved_application);
async fn approved_application(world: &mut World, name: String, actor: Actor) -> StepResult {
    let made = match is_user(&actor.0) {
        true => applications::own_application(world, &name, &actor.0).await,
        false => people::make_application(world, &name, &actor.0).await,
    };
    made.map(drop).map_err(Mismatch::while_preparing)
}

given!("a card {string} of {actor} that is {string}", card_in_state);
async fn card_in_state(world: &mut World, name: String, actor: Actor, state: String) -> StepResult {
    let kind = if state == "notActivated" { "physical" } else { "virtual" };
    let action = match state.as_str() {
        "active" | "notActivated" => None,
        "locked" => Some("freezes"),
        "canceled" => Some("cancels"),
        other => return Err(Mismatch::suite("a state of cards", other)),
    };
    make_card(world, &name, &actor.0, kind).await.map_err(Mismatch::while_preparing)?;
    if let Some(action) = action {
        let (document, field) = lifecycle::act(world, &actor.0, action, &name)?;
        let answer = world.query(&actor.0, &document, &Value::Null).await?;
        refusal::succeeded(&answer, &field).map_err(Mismatch::while_preparing)?;
    }
    Ok(())
}

given!("three active virtual cards {string}, {string} and {string} of {actor}", three);
async fn three(world: &mut World, a: String, b: String, c: String, actor: Actor) -> StepResult {
    several(world, [a, b, c], &actor).await
}

given!("four active virtual cards {string}, {string}, {string} and {string} of {actor}", four);
async fn four(
    world: &mut World,
    a: String,
    b: String,
    c: String,
    d: String,
    actor: Actor,
) -> StepResult {
    several(world, [a, b, c, d], &actor).await
}

/// Makes active virtual cards, each at a time of its own.
async fn several<const N: usize>(
    world: &mut World,
    names: [String; N],
    actor: &Actor,
) -> StepResult {
    for name in names {
        make_card(world, &name, &actor.0, "virtual").await.map_err(Mismatch::while_preparing)?;
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    Ok(())
}

/// An active card called `name` (or a physical one that is not activated): made for an application
/// of its own, called `the application of <name>`, or else the one that the target file names. Its
/// card user is called `the holder of <name>`.
async fn make_card(
    world: &mut World,
    name: &str,
    actor: &str,
    card_type: &str,
) -> StepResult<Card> {
    let _preparing = world.preparing();
    match new_card(world, name, actor, card_type).await {
        Err(why) if why.is_out_of_reach() && card_type == "virtual" => {
            known_card(world, name, actor).await?.ok_or(why)
        }
        made => made,
    }
}

/// The things of an actor that the target file names; those of other actors cannot be named.
fn known(world: &World, actor: &str) -> StepResult<Known> {
    let target = world.target()?;
    Ok(match actor {
        "the partner" => target.surfaces.partner.clone().unwrap_or_default().known,
        "the user" => {
            let known = target.surfaces.in_app.clone().unwrap_or_default().known;
            Known { card_user: None, card_application: known.card_application, card: known.card }
        }
        _ => Known::default(),
    })
}

/// The card that the target file names, active, where it names one that this scenario does not
/// use already. What others left of it is put right first.
async fn known_card(world: &mut World, name: &str, actor: &str) -> StepResult<Option<Card>> {
    let known = known(world, actor)?;
    let Some(id) = known.card else { return Ok(None) };
    if world.graphql.cards.all().any(|(_, card)| card.id == id) {
        return Ok(None);
    }
    world.spare_what_is_known();
    let card = Card {
        id,
        external_id: None,
        card_user: known.card_user.clone(),
        application: known.card_application,
        owner: actor.to_owned(),
    };
    world.graphql.cards.name(name, card.clone());
    if let Some(id) = known.card_user {
        let holder = CardUser { id, owner: actor.to_owned() };
        world.partner.card_users.name(format!("the holder of {name}"), holder);
    }
    // No document but a public page says what a card is called that was frozen.
    let status = status_of(world, actor, id).await?;
    if matches!(status.as_str(), "locked" | "frozen") {
        let (document, field) = lifecycle::act(world, actor, "unfreezes", name)?;
        let answer = world.query(actor, &document, &Value::Null).await?;
        refusal::succeeded(&answer, &field)?;
    }
    match status_of(world, actor, id).await? {
        status if status == "active" => Ok(Some(card)),
        status => Err(Mismatch::missing("an active card", format!("the known card is {status}"))),
    }
}

async fn status_of(world: &World, actor: &str, id: i64) -> StepResult<String> {
    let table = if is_user(actor) { "AgioCard_vw_card" } else { "AgioCard_card" };
    let row = row_where_known(world, actor, table, &json!(id), "status").await?;
    at::text(&row, "/status").map(str::to_owned)
}

/// A new card for a new application.
async fn new_card(world: &mut World, name: &str, actor: &str, card_type: &str) -> StepResult<Card> {
    let called = format!("the application of {name}");
    let application = match is_user(actor) {
        true => applications::own_application(world, &called, actor).await?,
        false => people::make_application(world, &called, actor).await?,
    };
    let answer = world
        .query(actor, CREATE_CARD, &json!({ "input": card_input(&application, card_type) }))
        .await?;
    refusal::succeeded(&answer, &worded(actor, "createCard"))?;
    take(world, &answer, name, actor, &application)?
        .ok_or_else(|| Mismatch::behaviour("createCard with an id", answer.summary()))
}

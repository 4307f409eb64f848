//! Cards to start from, cards that are made, and what is seen of them.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{Actor, actor::listed, lifecycle, sessions::open_session, tables::row_where_known};
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    drivers::{
        Answer,
        graphql::names::{self, is_user, worded},
    },
    steps::{in_app, partner::people},
    surfaces::partner::{target::Known, things::CardUser},
    things::graphql::{Application, Card},
};

/// The mutation that makes a card, with everything it can answer.
pub(in crate::steps) const CREATE_CARD: &str = "mutation($input: CreateCardInput!) { createCard(input: $input) { \
    success id cardId cardType status last4 expirationMonth expirationYear error } }";

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
        true => in_app::applications::own_application(world, &name, &actor.0).await,
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
    for name in [a, b, c] {
        make_card(world, &name, &actor.0, "virtual").await.map_err(Mismatch::while_preparing)?;
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    Ok(())
}

/// An active card called `name` (or a physical one that is not activated): made for an application
/// of its own, called `the application of <name>`, or else the one that the target file names. Its
/// card user is called `the holder of <name>`.
pub(in crate::steps) async fn make_card(
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
        true => in_app::applications::own_application(world, &called, actor).await?,
        false => people::make_application(world, &called, actor).await?,
    };
    let answer = world
        .query(actor, CREATE_CARD, &json!({ "input": card_input(&application, card_type) }))
        .await?;
    refusal::succeeded(&answer, &worded(actor, "createCard"))?;
    take(world, &answer, name, actor, &application)?
        .ok_or_else(|| Mismatch::behaviour("createCard with an id", answer.summary()))
}

fn card_input(application: &Application, card_type: &str) -> Value {
    let mut input = json!({ "cardApplicationId": application.id, "cardType": card_type });
    if card_type == "physical" {
        input["shipping"] = shipping_address();
    }
    input
}

/// Names the card that an answer says was made.
fn take(
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

/// The rows of `AgioCard_vw_card` that `actor` sees, all of them: what is looked for is found here.
pub(in crate::steps) async fn view_rows(
    world: &World,
    actor: &str,
    columns: &str,
) -> StepResult<Vec<Value>> {
    let document = format!("{{ AgioCard_vw_card {{ {columns} }} }}");
    let answer = world.query(actor, &document, &Value::Null).await?;
    let rows = answer.result("AgioCard_vw_card").and_then(Value::as_array).cloned();
    rows.ok_or_else(|| Mismatch::behaviour("rows of AgioCard_vw_card", answer.summary()))
}

/// The row of a card in `AgioCard_vw_card`.
pub(in crate::steps) async fn view_row(
    world: &World,
    actor: &str,
    name: &str,
    columns: &str,
) -> StepResult<Value> {
    let id = world.graphql.cards.get(name)?.id;
    let rows = view_rows(world, actor, &format!("id {columns}")).await?;
    rows.into_iter()
        .find(|row| row["id"] == id)
        .ok_or_else(|| Mismatch::behaviour(format!("card {id} in AgioCard_vw_card"), "no such row"))
}

then!("{actor} lists {string}", lists);
async fn lists(world: &mut World, actor: Actor, name: String) -> StepResult {
    world.until_settled(async |world| view_row(world, &actor.0, &name, "").await.map(drop)).await
}

then!("{actor} sees {string} with status {string}", sees_status);
async fn sees_status(world: &mut World, actor: Actor, name: String, status: String) -> StepResult {
    sees_column(world, actor, name, "status".to_owned(), status).await
}

given!("{actor} notes the status of {string}", notes_status);
when!("{actor} notes the status of {string}", notes_status);
async fn notes_status(world: &mut World, actor: Actor, name: String) -> StepResult {
    let row =
        view_row(world, &actor.0, &name, "status").await.map_err(Mismatch::while_preparing)?;
    world.values.insert(format!("the status of {name}"), row["status"].clone());
    Ok(())
}

then!("{actor} sees {string} with the status it had", has_kept_status);
async fn has_kept_status(world: &mut World, actor: Actor, name: String) -> StepResult {
    let noted = world.value(&format!("the status of {name}"))?.clone();
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, "status").await?;
            at::equals(&row, "/status", &noted)
        })
        .await
}

then!("{actor} sees {string} with another status than it had", has_other_status);
async fn has_other_status(world: &mut World, actor: Actor, name: String) -> StepResult {
    let noted = world.value(&format!("the status of {name}"))?.clone();
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, "status").await?;
            if row["status"] != noted {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("another status than {noted}"), row.to_string()))
        })
        .await
}

then!("{actor} sees {string} with {string} {string}", sees_column);
async fn sees_column(
    world: &mut World,
    actor: Actor,
    name: String,
    column: String,
    value: String,
) -> StepResult {
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, &column).await?;
            at::equals(&row, &format!("/{column}"), &json!(value))
        })
        .await
}

given!("{actor} counts its cards", counts);
async fn counts(world: &mut World, actor: Actor) -> StepResult {
    let count = view_rows(world, &actor.0, "id").await.map_err(Mismatch::while_preparing)?.len();
    world.values.insert(format!("cards of {} before", actor.0), json!(count));
    Ok(())
}

then!("{actor} has {int} card(s) more than before", has_more);
async fn has_more(world: &mut World, actor: Actor, more: u64) -> StepResult {
    let expected =
        world.value(&format!("cards of {} before", actor.0))?.as_u64().unwrap_or_default() + more;
    world
        .until_settled(async |world| {
            let count = view_rows(world, &actor.0, "id").await?.len() as u64;
            if count == expected {
                return Ok(());
            }
            Err(Mismatch::behaviour(format!("{expected} cards"), format!("{count} cards")))
        })
        .await
}

then!("{actor} has as many cards as before", has_as_many);
async fn has_as_many(world: &mut World, actor: Actor) -> StepResult {
    has_more(world, actor, 0).await
}

then!(regex r#"^("[^"]+" and "[^"]+") are different cards$"#, different);
fn different(world: &mut World, names: String) -> StepResult {
    let names = listed(&names);
    let (first, second) = (world.graphql.cards.get(names[0])?, world.graphql.cards.get(names[1])?);
    if first.id != second.id && first.external_id != second.external_id {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "another id and another cardId",
        format!("{} {:?} and {} {:?}", first.id, first.external_id, second.id, second.external_id),
    ))
}

then!("the billing address that {actor} sees of {string} is where it was sent", billed_where_sent);
async fn billed_where_sent(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let document = "{ AgioCard_card { id billing_address } }";
    let answer = world.query(&actor.0, document, &Value::Null).await?;
    let rows = answer.result("AgioCard_card").and_then(Value::as_array);
    let row = rows.into_iter().flatten().find(|row| row["id"] == id);
    let billing = row.map(|row| row["billing_address"].clone()).unwrap_or_default();
    let sent = shipping_address();
    for member in ["line1", "city", "region", "postalCode", "countryCode"] {
        at::equals(&billing, &format!("/{member}"), &sent[member])?;
    }
    Ok(())
}

//! Users of a project.

use cucumber::gherkin::Step;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    ProjectName,
    outcomes::{is_time, served},
    texts::rows,
};
use crate::{
    Mismatch, StepResult, World,
    checks::money,
    drivers::envelope::{Call, Stamp},
    surfaces::envelope::things::User,
};

/// An external id that nobody has.
pub(super) fn fresh_id() -> String {
    format!("ext-{}", Uuid::new_v4().simple())
}

fn taken(world: &mut World, name: &str, external_id: String) {
    world.envelope.users.name(name, User { external_id, cardholder: None });
}

given!("a user {string} of {project}", user);
async fn user(world: &mut World, name: String, actor: ProjectName) -> StepResult {
    make_user(world, &name, &actor.0).await.map(drop).map_err(Mismatch::while_preparing)
}

/// A new user called `name`.
pub(super) async fn make_user(world: &mut World, name: &str, actor: &str) -> StepResult<String> {
    let id = fresh_id();
    let fields = json!({ "external_user_id": id });
    world.look(actor, "/users/create", &fields).await?;
    taken(world, name, id.clone());
    Ok(id)
}

when!("{project} registers a new user", registers_anybody);
async fn registers_anybody(world: &mut World, actor: ProjectName) -> StepResult {
    world
        .call(&actor.0, "/users/create", &json!({ "external_user_id": fresh_id() }))
        .await
        .map(drop)
}

when!("{project} registers a new user under that timestamp", registers_under);
async fn registers_under(world: &mut World, actor: ProjectName) -> StepResult {
    let stamp = world.envelope.stamp.map_or(Stamp::Fresh, Stamp::At);
    let call = Call::to("/users/create", &json!({ "external_user_id": fresh_id() }));
    world.make(&actor.0, &call.stamped(stamp)).await.map(drop)
}

when!("{project} registers {string}", registers);
async fn registers(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    let id = fresh_id();
    taken(world, &name, id.clone());
    world.call(&actor.0, "/users/create", &json!({ "external_user_id": id })).await.map(drop)
}

when!("{project} registers {string} again", registers_again);
async fn registers_again(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    let id = world.envelope.users.get(&name)?.external_id;
    world.call(&actor.0, "/users/create", &json!({ "external_user_id": id })).await.map(drop)
}

when!("{project} asks for the user {string}", asks);
async fn asks(world: &mut World, actor: ProjectName, name: String) -> StepResult {
    let id = world.envelope.users.get(&name)?.external_id;
    // Under both names: which of them counts is open.
    let fields = json!({ "user_id": id, "external_user_id": id });
    world.call(&actor.0, "/users/get", &fields).await.map(drop)
}

when!("{project} asks for {string} as {word} alone", asks_as);
async fn asks_as(
    world: &mut World,
    actor: ProjectName,
    name: String,
    member: String,
) -> StepResult {
    let id = world.envelope.users.get(&name)?.external_id;
    world.call(&actor.0, "/users/get", &json!({ member: id })).await.map(drop)
}

when!("{project} asks for the {word} of {string}", asks_of);
async fn asks_of(world: &mut World, actor: ProjectName, what: String, name: String) -> StepResult {
    let (path, fields) = if world.envelope.cards.speaks_of(&name) {
        let card = world.envelope.cards.get(&name)?;
        let wanted = match what.as_str() {
            "user" | "cardholder" => Value::from(card.user),
            "order" => Value::from(card.order),
            _ => Value::from(card.id),
        };
        place_of(&what, &wanted)?
    } else {
        place_of(&what, &Value::from(world.envelope.users.get(&name)?.external_id))?
    };
    world.call(&actor.0, path, &fields).await.map(drop)
}

when!("{project} asks for a(n) {word} that never existed", asks_unknown);
async fn asks_unknown(world: &mut World, actor: ProjectName, what: String) -> StepResult {
    let id = match what.as_str() {
        "user" | "cardholder" => fresh_id(),
        // As an id looks, and of no time at which anything was made.
        _ => format!("00000001{}", &Uuid::new_v4().simple().to_string()[..16]),
    };
    let (path, fields) = place_of(&what, &Value::from(id))?;
    world.call(&actor.0, path, &fields).await.map(drop)
}

/// The endpoint that reads a thing, and the member that names it.
fn place_of(what: &str, id: &Value) -> StepResult<(&'static str, Value)> {
    Ok(match what {
        "user" => ("/users/get", json!({ "user_id": id, "external_user_id": id })),
        "cardholder" => ("/cardholders/get", json!({ "external_user_id": id })),
        "card" => ("/cards/get", json!({ "card_id": id })),
        "data" => ("/cards/details", json!({ "card_id": id })),
        "order" => ("/orders/check", json!({ "order_id": id })),
        other => return Err(Mismatch::suite("something that can be asked for", other)),
    })
}

then!("the answer has the members of a user", members);
fn members(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    served(reply)?;
    for member in ["user_id", "project_id"] {
        if reply.text(member).is_none() {
            return Err(Mismatch::behaviour(format!("a text as {member}"), reply.summary()));
        }
    }
    money::amount(&reply.payload, "usdt_balance")?;
    if !reply.payload["deposit_addresses"].is_object() {
        return Err(Mismatch::behaviour("an object as deposit_addresses", reply.summary()));
    }
    ["created_at", "updated_at"].iter().try_for_each(|member| is_time(&reply.payload, member))
}

then!("what was served tells the reading", which_was_served);
fn which_was_served(world: &mut World, step: &Step) -> StepResult {
    let [first, second] = world.two_replies()?;
    let told = match (first.is_served(), second.is_served()) {
        (true, true) => "both",
        (true, false) => "first",
        (false, true) => "second",
        (false, false) => {
            return Err(Mismatch::behaviour("one of them is served", second.summary()));
        }
    };
    let reading = rows(step).into_iter().find(|row| row[0] == told).map(|row| row[1].clone());
    world.found_reading(&reading.unwrap_or_default());
    Ok(())
}

//! PINs that are set and read back.

use serde_json::{Value, json};

use super::{Actor, sessions::open_session};
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    drivers::graphql::{
        names::{self, is_user},
        session_key::Session,
    },
};

const SET: &str =
    "mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }";
const GET: &str = "mutation($id: Int!, $session: String!) { getCardPin(cardId: $id, sessionId: \
    $session) { success encryptedPin error } }";

async fn set(
    world: &mut World,
    actor: &Actor,
    name: &str,
    pin: &str,
    session: &Session,
) -> StepResult {
    let id = world.graphql.cards.get(name)?.id;
    let encrypted = session.encrypt_pin(&world.pin_codec(&actor.0)?, pin)?;
    let input = json!({ "cardId": id, "sessionId": session.id, "encryptedPin": encrypted });
    // The in-app guide prints the id; the partner guide leaves it open.
    let document = match is_user(&actor.0) {
        true => SET.replace("{ success error }", "{ success id error }"),
        false => SET.to_owned(),
    };
    world.ask(&actor.0, &document, &json!({ "input": input })).await.map(drop)
}

when!("{actor} sets the PIN of {string} to {string}", sets);
async fn sets(world: &mut World, actor: Actor, name: String, pin: String) -> StepResult {
    let session = open_session(world, &actor.0).await?;
    set(world, &actor, &name, &pin, &session).await
}

when!("{actor} sets the PIN of {string} to {string} in the session {string}", sets_in);
async fn sets_in(
    world: &mut World,
    actor: Actor,
    name: String,
    pin: String,
    opened: String,
) -> StepResult {
    let session = world.graphql.sessions.get(&opened)?;
    set(world, &actor, &name, &pin, &session).await
}

when!("{actor} sets the PINs {string} and {string} of {string}", sets_two);
async fn sets_two(
    world: &mut World,
    actor: Actor,
    first: String,
    second: String,
    name: String,
) -> StepResult {
    for pin in [first, second] {
        let session = open_session(world, &actor.0).await?;
        set(world, &actor, &name, &pin, &session).await?;
    }
    Ok(())
}

then!("each was accepted (reading {string}) or refused (reading {string})", accepted_or_refused);
fn accepted_or_refused(world: &mut World, taken: String, refused: String) -> StepResult {
    let count = world.graphql.answers.len();
    let mut found = Vec::new();
    for answer in &world.graphql.answers[count.saturating_sub(2)..] {
        let field = match answer.result("setRainCardPin") {
            Some(_) => "setRainCardPin",
            None => "setCardPin",
        };
        if refusal::succeeded(answer, field).is_ok() {
            found.push(taken.clone());
        } else {
            refusal::refused(answer, field, world.refusals())?;
            found.push(refused.clone());
        }
    }
    found.dedup();
    world.found_reading(&found.join(" and "));
    Ok(())
}

when!("{actor} reads the PIN of {string} in the session {string}", reads_in);
async fn reads_in(world: &mut World, actor: Actor, name: String, opened: String) -> StepResult {
    let session = world.graphql.sessions.get(&opened)?;
    let id = world.graphql.cards.get(&name)?.id;
    world.ask(&actor.0, GET, &json!({ "id": id, "session": session.id })).await.map(drop)
}

then!("{actor} reads back the PIN {string} of {string}", reads_back);
async fn reads_back(world: &mut World, actor: Actor, pin: String, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let session = open_session(world, &actor.0).await?;
    let variables = json!({ "id": id, "session": session.id });
    // The in-app guide prints the id; the partner guide leaves it open.
    let document = match is_user(&actor.0) {
        true => GET.replace("{ success encryptedPin", "{ success id encryptedPin"),
        false => GET.to_owned(),
    };
    let answer = world.query(&actor.0, &document, &variables).await?;
    let result = names::result(&answer, "getCardPin").unwrap_or(&Value::Null);
    if is_user(&actor.0) {
        at::equals(result, "/success", &json!(true))?;
        at::equals(result, "/id", &json!(id))?;
    }
    let encrypted = at::text(result, "/encryptedPin")
        .map_err(|_| Mismatch::behaviour("an encryptedPin", answer.summary()))?;
    let plain = session.decrypt_pin(&world.pin_codec(&actor.0)?, encrypted)?;
    if plain == pin {
        return Ok(());
    }
    Err(Mismatch::behaviour("the PIN that was set", "another PIN"))
}

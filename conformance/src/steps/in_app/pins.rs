//! PINs that are sent otherwise than by the rules.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;
use uuid::Uuid;

use crate::{
    Mismatch, StepResult, World,
    checks::graphql::refusal,
    steps::graphql::{Actor, sessions::open_session},
};

const GET: &str = "mutation($id: Int!, $session: String!) { getRainCardPin(cardId: $id, sessionId: \
    $session) { success encryptedPin error } }";
const SET: &str = "mutation($input: SetRainCardPinInput!) { setRainCardPin(input: $input) { success \
    id error } }";

when!("{actor} sets the PIN of {string} to {string}, with one bit of it altered", sets_altered);
async fn sets_altered(world: &mut World, actor: Actor, name: String, pin: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let session = open_session(world, &actor.0).await?;
    let codec = world.pin_codec(&actor.0)?;
    let value = session.encrypt_pin(&codec, &pin)?;
    let mut bytes = codec.value_text.read(&value).unwrap_or_default();
    if let Some(first) = bytes.first_mut() {
        *first ^= 1;
    }
    let input = json!({
        "cardId": id, "sessionId": session.id, "encryptedPin": codec.value_text.write(&bytes),
    });
    world.ask(&actor.0, SET, &json!({ "input": input })).await.map(drop)
}

when!(regex r#"^(the(?: [a-z]+)? user) sets the PIN of "([^"]+)" to "(\d+)" in clear, (.+)$"#, sets_in_clear);
async fn sets_in_clear(
    world: &mut World,
    actor: Actor,
    name: String,
    pin: String,
    how: String,
) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let mut input = json!({ "cardId": id, "encryptedPin": pin });
    match how.as_str() {
        "without a session" => {}
        "with an empty session" => input["sessionId"] = json!(""),
        "with a session that nobody handed out" => {
            input["sessionId"] = json!(Uuid::new_v4().to_string());
        }
        other => return Err(Mismatch::suite("a way to send a PIN", other)),
    }
    world.ask(&actor.0, SET, &json!({ "input": input })).await.map(drop)
}

then!("{actor} finds no PIN {string} of {string}", finds_no_pin);
async fn finds_no_pin(world: &mut World, actor: Actor, pin: String, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let session = open_session(world, &actor.0).await?;
    let variables = json!({ "id": id, "session": session.id });
    let answer = world.query(&actor.0, GET, &variables).await?;
    let encrypted = answer.result("getRainCardPin").and_then(|one| one["encryptedPin"].as_str());
    let Some(encrypted) = encrypted.filter(|text| !text.is_empty()) else { return Ok(()) };
    // A target may hand out a PIN of its own making; this one it must not have taken.
    let plain = BASE64_STANDARD.decode(encrypted).unwrap_or_default();
    let codec = world.pin_codec(&actor.0).ok();
    let read = codec.and_then(|codec| session.decrypt_pin(&codec, encrypted).ok());
    if encrypted == pin || plain == pin.as_bytes() || read.as_deref() == Some(&*pin) {
        return Err(Mismatch::behaviour("no such PIN", "it was set"));
    }
    Ok(())
}

then!("both were accepted (reading {string}), or not both (reading {string})", both_accepted);
fn both_accepted(world: &mut World, whole: String, anywhere: String) -> StepResult {
    let mut accepted = 0;
    for answer in world.two_answers()? {
        match refusal::succeeded(answer, "setRainCardPin") {
            Ok(_) => accepted += 1,
            Err(_) => refusal::refused(answer, "setRainCardPin", world.refusals())?,
        }
    }
    world.found_reading(if accepted == 2 { &whole } else { &anywhere });
    Ok(())
}

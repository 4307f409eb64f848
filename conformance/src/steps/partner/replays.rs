//! Replays: bytes that are sent again, and bytes under the signature of others.

use serde_json::json;

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    drivers::partner::{
        Draft,
        draft::{Seal, Stamp},
    },
};

const READ: &str = "{ AgioCard_card_company { id } }";

when!("the same bytes are sent again", again);
async fn again(world: &mut World) -> StepResult {
    let sent =
        world.partner.sent.clone().ok_or_else(|| Mismatch::suite("something sent", "nothing"))?;
    let by = sent.by.clone();
    world.deliver_bytes(&by, sent).await.map(drop)
}

when!("{actor} sends two different reads under one timestamp", two_under_one);
async fn two_under_one(world: &mut World, actor: Actor) -> StepResult {
    let stamp = Stamp::Text(world.clock.stamp().to_string());
    for document in [READ, "{ AgioCard_card_company { id name: id } }"] {
        let draft = Draft::query(document, &json!(null)).stamped(stamp.clone());
        world.deliver(&actor.0, &draft).await?;
    }
    Ok(())
}

then!("both are accepted", both_accepted);
fn both_accepted(world: &mut World) -> StepResult {
    let count = world.graphql.answers.len();
    for answer in &world.graphql.answers[count.saturating_sub(2)..] {
        if answer.status != 200 || answer.result("AgioCard_card_company").is_none() {
            return Err(Mismatch::behaviour("HTTP 200 with data", answer.summary()));
        }
    }
    Ok(())
}

when!("{actor} sends another body under the timestamp and signature of a read", other_body);
async fn other_body(world: &mut World, actor: Actor) -> StepResult {
    let stamp = Stamp::Text(world.clock.stamp().to_string());
    let genuine = Draft::query(READ, &json!(null)).stamped(stamp.clone());
    let forged = Draft::query("{ AgioCard_card_user { id } }", &json!(null))
        .stamped(stamp)
        .sealed(Seal::OfBody(genuine.body.clone()));
    world.partner.draft = Some(genuine);
    world.deliver(&actor.0, &forged).await.map(drop)
}

when!("{actor} sends the read itself under them", genuine_body);
async fn genuine_body(world: &mut World, actor: Actor) -> StepResult {
    let draft =
        world.partner.draft.take().ok_or_else(|| Mismatch::suite("a read", "none was begun"))?;
    world.deliver(&actor.0, &draft).await.map(drop)
}

then!("it is refused without a result", refused_without_result);
fn refused_without_result(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    let data = answer.json.get("data").is_some_and(|data| !data.is_null());
    if (400..500).contains(&answer.status) && !data {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 4xx without data", answer.summary()))
}

//! Operations on a card that a step names by one verb.

use serde_json::{Value, json};

use super::{Actor, tables::row_where_known};
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    drivers::graphql::{
        literal,
        names::{is_user, worded},
    },
};

/// The document of an action on the card `name`, and the field that it calls.
pub(in crate::steps) fn act(
    world: &World,
    actor: &str,
    action: &str,
    name: &str,
) -> StepResult<(String, String)> {
    let card = world.graphql.cards.get(name)?;
    let id = card.id;
    let holder = || {
        card.card_user
            .clone()
            .ok_or_else(|| Mismatch::missing("a card user", "no [known.PG] card_user"))
    };
    let status = "success id cardId status error";
    let (field, call) = match action {
        "freezes" => ("freezeCard", format!("(cardId: {id}) {{ {status} }}")),
        "unfreezes" => ("unfreezeCard", format!("(cardId: {id}) {{ {status} }}")),
        "locks" => ("lockCard", format!("(cardId: {id}) {{ {status} }}")),
        "unlocks" => ("unlockCard", format!("(cardId: {id}) {{ {status} }}")),
        "cancels" => ("cancelCard", format!("(input: {{ cardId: {id} }}) {{ {status} }}")),
        "limits" => (
            "updateCardLimit",
            format!(
                "(input: {{ cardId: {id}, limitAmount: 10000, limitFrequency: per30DayPeriod }}) \
                 {{ success id cardId limitAmount limitFrequency error }}"
            ),
        ),
        "replaces" => (
            "replaceCard",
            format!("(input: {{ cardId: {id}, reason: lost }}) {{ success id oldCardId error }}"),
        ),
        "replaces as virtual" => {
            ("replaceVirtualCard", format!("(cardId: {id}) {{ success id oldCardId error }}"))
        }
        "nicknames" => {
            ("updateCardNickname", format!("(cardId: {id}, nickname: \"Lunch\") {{ {status} }}"))
        }
        "nicknames far too long" => (
            "updateCardNickname",
            format!("(cardId: {id}, nickname: \"{}\") {{ {status} }}", "x".repeat(300)),
        ),
        "charges" => ("chargeCard", charge(&holder()?, 2550)),
        "charges nothing" => ("chargeCard", charge(&holder()?, 0)),
        other => return Err(Mismatch::suite("an action on a card", other)),
    };
    let field = worded(actor, field);
    Ok((format!("mutation {{ {field}{call} }}"), field))
}

fn charge(holder: &str, cents: i64) -> String {
    format!(
        "(input: {{ cardUserId: \"{holder}\", feeCents: {cents}, feeDescription: \"Monthly service \
         fee\" }}) {{ success chargeId error }}"
    )
}

when!(regex r#"^(the(?: [a-z]+)? (?:partner|user)) (freezes|unfreezes|locks|unlocks|cancels|limits|replaces|replaces as virtual|nicknames|nicknames far too long|charges|charges nothing) "([^"]+)"$"#, acts);
async fn acts(world: &mut World, actor: Actor, action: String, name: String) -> StepResult {
    let (document, _) = act(world, &actor.0, &action, &name)?;
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

when!("{actor} nicknames {string} {string}", nicknames);
async fn nicknames(world: &mut World, actor: Actor, name: String, nickname: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let nickname = literal(&json!(nickname));
    // The in-app guide prints the id; the partner guide leaves it open.
    let told = if is_user(&actor.0) { "success id error" } else { "success error" };
    let document = format!(
        "mutation {{ updateCardNickname(cardId: {id}, nickname: {nickname}) {{ {told} }} }}"
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("{actor} sees {string} with the nickname {string}", sees_nickname);
async fn sees_nickname(
    world: &mut World,
    actor: Actor,
    name: String,
    nickname: String,
) -> StepResult {
    let id = json!(world.graphql.cards.get(&name)?.id);
    world
        .until_settled(async |world| {
            let table = "AgioCard_vw_card";
            let row = row_where_known(world, &actor.0, table, &id, "nickname").await?;
            at::equals(&row, "/nickname", &json!(nickname))
        })
        .await
}

given!("{actor} has frozen {string}", frozen);
async fn frozen(world: &mut World, actor: Actor, name: String) -> StepResult {
    let (document, field) = act(world, &actor.0, "freezes", &name)?;
    let answer = world.query(&actor.0, &document, &Value::Null).await?;
    refusal::succeeded(&answer, &field).map(drop).map_err(Mismatch::while_preparing)
}

when!("{actor} cancels {string} because {string}", cancels);
async fn cancels(world: &mut World, actor: Actor, name: String, reason: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let document = "mutation($input: CancelCardInput!) { cancelCard(input: $input) { success id \
        cardId status error } }";
    let input = json!({ "input": { "cardId": id, "reason": reason } });
    world.ask(&actor.0, document, &input).await.map(drop)
}

when!("{actor} freezes a card that nobody has", freezes_nobodys);
async fn freezes_nobodys(world: &mut World, actor: Actor) -> StepResult {
    let document = "mutation { freezeCard(cardId: 2147483000) { success id cardId status error } }";
    world.ask(&actor.0, document, &Value::Null).await.map(drop)
}

when!("{string} is delivered and activated", activated);
async fn activated(world: &mut World, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    world.op("activate-card", &json!({ "card": id })).await.map(drop)
}

then!("{word} answers both ids of {string}", answers_ids);
fn answers_ids(world: &mut World, field: String, name: String) -> StepResult {
    let card = world.graphql.cards.get(&name)?;
    let result = world.result(&field)?;
    at::equals(result, "/id", &json!(card.id))?;
    at::equals(result, "/cardId", &json!(card.external_id))
}

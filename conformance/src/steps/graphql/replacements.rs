//! Cards that take the place of others.

use serde_json::{Value, json};

use super::{Actor, card_creation::shipping_address, cards::view_row, introspection::answers_of};
use crate::{
    Mismatch, StepResult, World,
    checks::{
        graphql::refusal,
        json as at,
        schema::{Schema, innermost},
    },
    drivers::{
        Answer,
        graphql::{
            literal,
            names::{is_user, worded},
        },
    },
    things::graphql::Card,
};

/// The type of `newCard`, by name.
fn new_card_type(schema: &Schema, mutation: &str) -> StepResult<String> {
    let answer = schema.answer_of(mutation).unwrap_or_default();
    let field = schema.field(&answer, "newCard");
    field.map(|field| innermost(&field["type"])).ok_or_else(|| {
        let found = "the schema has no such mutation, or its answer no such field";
        Mismatch::behaviour(format!("newCard in the answer of {mutation}"), found)
    })
}

/// Where `newCard` tells the issuer-side id: `cardId`, `id` or both (AMB-PG-09).
fn id_members(schema: &Schema, mutation: &str) -> StepResult<Vec<&'static str>> {
    let of = new_card_type(schema, mutation)?;
    Ok(["cardId", "id"].into_iter().filter(|name| schema.field(&of, name).is_some()).collect())
}

/// Replaces a card and names the one that takes its place.
async fn replace(
    world: &mut World,
    actor: &Actor,
    names: [&str; 2],
    mutation: &str,
    arguments: &str,
) -> StepResult {
    let mutation = worded(&actor.0, mutation);
    // The in-app guide prints the members; the partner guide leaves the id's open.
    let ids = match is_user(&actor.0) {
        true => vec!["id", "type", "status"],
        false => id_members(&answers_of(world, &actor.0).await?, &mutation)?,
    };
    let document = format!(
        "mutation {{ {mutation}({arguments}) {{ success id oldCardId newCard {{ {} last4 \
         expirationMonth expirationYear }} error }} }}",
        ids.join(" ")
    );
    let answer = world.ask(&actor.0, &document, &Value::Null).await?;
    take(world, &answer, names, &mutation, ids.first().copied().unwrap_or_default())
}

fn take(
    world: &mut World,
    answer: &Answer,
    [old, new]: [&str; 2],
    mutation: &str,
    member: &str,
) -> StepResult {
    let made = answer.result(mutation).and_then(|result| Some((result, result["id"].as_i64()?)));
    let Some((result, id)) = made else {
        world.graphql.cards.missed(new, answer.summary());
        return Ok(());
    };
    let external_id = result["newCard"][member].as_str().map(str::to_owned);
    let card = Card { id, external_id, ..world.graphql.cards.get(old)? };
    world.graphql.cards.name(new, card);
    Ok(())
}

given!("{actor} replaced the virtual card {string} with {string}", replaced);
async fn replaced(world: &mut World, actor: Actor, old: String, new: String) -> StepResult {
    let field = worded(&actor.0, "replaceVirtualCard");
    replaces_virtual(world, actor, old, new).await?;
    refusal::succeeded(world.answer()?, &field).map(drop)
}

when!("{actor} replaces the virtual card {string} with {string}", replaces_virtual);
async fn replaces_virtual(world: &mut World, actor: Actor, old: String, new: String) -> StepResult {
    let arguments = format!("cardId: {}", world.graphql.cards.get(&old)?.id);
    replace(world, &actor, [&old, &new], "replaceVirtualCard", &arguments).await
}

when!(regex r#"^(the(?: [a-z]+)? (?:partner|user)) replaces "([^"]+)" with "([^"]+)", which is (\w+)(, and has it sent|)$"#, replaces);
async fn replaces(
    world: &mut World,
    actor: Actor,
    old: String,
    new: String,
    reason: String,
    extra: String,
) -> StepResult {
    let id = world.graphql.cards.get(&old)?.id;
    let shipping = match extra.as_str() {
        "" => String::new(),
        _ => format!(", shippingAddress: {}", literal(&shipping_address())),
    };
    let arguments = format!("input: {{ cardId: {id}, reason: {reason}{shipping} }}");
    replace(world, &actor, [&old, &new], "replaceCard", &arguments).await
}

then!("{word} tells {string} as the old card, and a new one", tells_both);
fn tells_both(world: &mut World, mutation: String, old: String) -> StepResult {
    let old = world.graphql.cards.get(&old)?.external_id;
    let result = world.result(&mutation)?;
    at::equals(result, "/oldCardId", &json!(old))?;
    at::text(result, "/newCard/cardId").map(drop)
}

then!("{actor} sees of {string} what {word} told of it", sees_what_was_told);
/// Card and row agree in what both tell: last four digits and expiry; type and state, where the
/// answer tells them.
async fn sees_what_was_told(
    world: &mut World,
    actor: Actor,
    name: String,
    mutation: String,
) -> StepResult {
    let result = world.result(&mutation)?;
    let is_new = result.get("newCard").is_some();
    let told = if is_new { &result["newCard"] } else { result };
    let in_both: &[_] = if is_new { &TOLD[..3] } else { &TOLD };
    let told = told.clone();
    let columns: Vec<_> = in_both.iter().map(|(_, column)| *column).collect();
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, &columns.join(" ")).await?;
            for (member, column) in in_both {
                let (told, seen) = (plain(&told[*member]), plain(&row[*column]));
                if told.is_none() || told != seen {
                    let expected = format!("{member} as {column} shows it, {}", row[*column]);
                    return Err(Mismatch::behaviour(expected, format!("{told:?}")));
                }
            }
            Ok(())
        })
        .await
}

/// Members of answers about a new card, with their columns in the card view.
const TOLD: [(&str, &str); 5] = [
    ("last4", "last4"),
    ("expirationMonth", "expiration_month"),
    ("expirationYear", "expiration_year"),
    ("cardType", "type"),
    ("status", "status"),
];

/// A value without the form that no source fixes: numbers as texts, without leading zeros.
fn plain(value: &Value) -> Option<String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let short = text.trim_start_matches('0');
    (!value.is_null()).then(|| if is_number { short.to_owned() } else { text.clone() })
}

then!("{actor} sees that {string} is canceled", is_canceled);
async fn is_canceled(world: &mut World, actor: Actor, name: String) -> StepResult {
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &name, "status").await?;
            let status = at::text(&row, "/status")?.to_lowercase();
            if status.starts_with("cancel") {
                return Ok(());
            }
            Err(Mismatch::behaviour("a status of canceled cards", status))
        })
        .await
}

then!("{actor} finds {string} by the id of the answer, beside {string}", found_by_id);
async fn found_by_id(world: &mut World, actor: Actor, new: String, old: String) -> StepResult {
    let answer = world.answer()?;
    let result =
        ["replaceVirtualCard", "replaceCard"].into_iter().find_map(|name| answer.result(name));
    let last4 = result.map(|result| result["newCard"]["last4"].clone()).unwrap_or_default();
    let (id, before) = (world.graphql.cards.get(&new)?.id, world.graphql.cards.get(&old)?.id);
    if id == before {
        return Err(Mismatch::behaviour("another id than the old card's", id.to_string()));
    }
    world
        .until_settled(async |world| {
            let row = view_row(world, &actor.0, &new, "last4").await?;
            at::equals(&row, "/last4", &last4)
        })
        .await
}

then!(
    "{string} is known to freezeCard by the id that was told of it, unlike {string}",
    known_by_id
);
fn known_by_id(world: &mut World, new: String, old: String) -> StepResult {
    let (new, old) =
        (world.graphql.cards.get(&new)?.external_id, world.graphql.cards.get(&old)?.external_id);
    let told = at::text(world.result("freezeCard")?, "/cardId")?;
    if new.as_deref() == Some(told) && new != old {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("{new:?} as cardId, and another than {old:?}"),
        format!("\"{told}\""),
    ))
}

then!(
    "the new card tells its id as cardId (reading {string}), as id (reading {string}) or as both (reading {string})",
    tells_id_as
);
fn tells_id_as(world: &mut World, card_id: String, id: String, both: String) -> StepResult {
    let schema = super::introspection::schema(world)?;
    let reading = match id_members(&schema, "replaceVirtualCard")?.as_slice() {
        ["cardId"] => card_id,
        ["id"] => id,
        [_, _] => both,
        _ => {
            let of = new_card_type(&schema, "replaceVirtualCard")?;
            return Err(Mismatch::behaviour("cardId or id", format!("neither in {of}")));
        }
    };
    world.found_reading(&reading);
    Ok(())
}

//! Cards as actors see them.

use serde_json::{Value, json};

use super::{Actor, actor::listed, card_creation::shipping_address};
use crate::{Mismatch, StepResult, World, checks::json as at};

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

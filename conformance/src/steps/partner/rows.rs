//! Rows of tables: each there once, in the order asked for, and as they were told elsewhere.

use serde_json::{Value, json};

use super::{Actor, scope::ids};
use crate::{Mismatch, StepResult, World, checks::json as at, steps::graphql::cards::view_row};

/// The most rows that are looked for one by one.
const LOOKED_FOR: usize = 8;

then!("{actor} finds each of them in {word} once, by its id", each_once);
async fn each_once(world: &mut World, actor: Actor, table: String) -> StepResult {
    let noted = world.value("their ids")?.as_array().cloned().unwrap_or_default();
    for id in noted.into_iter().take(LOOKED_FOR) {
        let condition = format!("(where: {{id: {{_eq: {id}}}}})");
        let found = ids(world, &actor, &table, &condition).await?;
        at::equals_whole(&json!(found), &json!([id]))?;
    }
    Ok(())
}

/// All rows of a table with some columns, whatever their order.
async fn rows(world: &World, actor: &Actor, table: &str, columns: &str) -> StepResult<Vec<Value>> {
    let document = format!("{{ {table} {{ {columns} }} }}");
    let answer = world.query(&actor.0, &document, &Value::Null).await?;
    let rows = answer.result(table).and_then(Value::as_array).cloned();
    let mut rows =
        rows.ok_or_else(|| Mismatch::behaviour(format!("rows of {table}"), answer.summary()))?;
    rows.sort_by_cached_key(ToString::to_string);
    Ok(rows)
}

then!("{actor} sees the same {string} in {word} whenever it looks", looks_twice);
async fn looks_twice(
    world: &mut World,
    actor: Actor,
    columns: String,
    table: String,
) -> StepResult {
    let first = rows(world, &actor, &table, &columns).await?;
    let second = rows(world, &actor, &table, &columns).await?;
    at::equals_whole(&json!(second), &json!(first))
}

then!("the {string} of the rows of {word} descend", descend);
fn descend(world: &mut World, column: String, table: String) -> StepResult {
    let rows = world.result(&table)?.as_array().cloned().unwrap_or_default();
    let above = |one: &Value, next: &Value| match (one.as_f64(), next.as_f64()) {
        (Some(one), Some(next)) => one > next,
        _ => one.as_str() > next.as_str(),
    };
    let fall = rows.windows(2).all(|two| above(&two[0][&column], &two[1][&column]));
    if fall && !rows.is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("rows by descending {column}"), world.answer()?.summary()))
}

then!("every {string} of the rows of {word} is {string}", every);
fn every(world: &mut World, column: String, table: String, value: String) -> StepResult {
    let rows = world.result(&table)?.as_array().cloned().unwrap_or_default();
    if rows.is_empty() {
        return Err(Mismatch::behaviour(format!("rows of {table}"), world.answer()?.summary()));
    }
    rows.iter().try_for_each(|row| at::equals(row, &format!("/{column}"), &json!(value)))
}

then!("{word} answers {int} row(s) at the most", at_most);
fn at_most(world: &mut World, table: String, most: usize) -> StepResult {
    let rows = world.result(&table)?.as_array().cloned().unwrap_or_default();
    if (1..=most).contains(&rows.len()) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("1 to {most} rows of {table}"), world.answer()?.summary()))
}

then!("{actor} passes over the first row of {word} with an offset", passes_over);
/// Both lists are asked for at once, so that no row comes between them.
async fn passes_over(world: &mut World, actor: Actor, table: String) -> StepResult {
    // What a user has spent in a month has no id.
    let (order, columns) = match table.ends_with("_monthly_spend") {
        true => ("amount_cents", "card_user_id month amount_cents"),
        false => ("id", "id"),
    };
    let list = |rest: &str| format!("{table}(order_by: {{{order}: desc}}, {rest}) {{ {columns} }}");
    let document = format!("{{ all: {} rest: {} }}", list("limit: 3"), list("limit: 2, offset: 1"));
    let answer = world.query(&actor.0, &document, &Value::Null).await?;
    if answer.result("all").is_none() || answer.result("rest").is_none() {
        return Err(Mismatch::behaviour(format!("two lists of {table}"), answer.summary()));
    }
    let rows = |name| answer.result(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    match rows("all") {
        [_, behind @ ..] if !behind.is_empty() => {
            at::equals_whole(&json!(rows("rest")), &json!(behind))
        }
        few => Err(Mismatch::precondition(format!("two rows of {table}"), json!(few).to_string())),
    }
}

/// A number, or a text of one: no source says which of the two some columns are.
fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

then!("{actor} sees {string} with the digits and the expiry that createCard answered", as_created);
async fn as_created(world: &mut World, actor: Actor, name: String) -> StepResult {
    as_created_beside(world, actor, name, String::new()).await
}

then!(
    "{actor} sees {string} with the digits and the expiry that createCard answered, beside its {word}",
    as_created_beside
);
async fn as_created_beside(
    world: &mut World,
    actor: Actor,
    name: String,
    column: String,
) -> StepResult {
    let told = world.result("createCard")?.clone();
    let columns = format!("last4 expiration_month expiration_year {column}");
    let row = view_row(world, &actor.0, &name, &columns).await?;
    at::equals(&row, "/last4", &told["last4"])?;
    for (column, member) in
        [("expiration_month", "expirationMonth"), ("expiration_year", "expirationYear")]
    {
        let (shown, wanted) = (number(&row[column]), number(&told[member]));
        if shown.is_none() || shown != wanted {
            return Err(Mismatch::behaviour(
                format!("{column} {}", told[member]),
                row[column].to_string(),
            ));
        }
    }
    Ok(())
}

then!("{actor} sees {int} cents as what the holder of {string} has spent this month", spent);
/// The form of a month is nowhere said; its year is in it.
async fn spent(world: &mut World, actor: Actor, cents: i64, name: String) -> StepResult {
    let holder = world.partner.card_users.get(&format!("the holder of {name}"))?.id;
    let year = world.clock.now().to_string()[..4].to_owned();
    world
        .until_settled(async |world| {
            let table = "AgioCard_vw_card_user_monthly_spend";
            let rows = rows(world, &actor, table, "card_user_id month amount_cents").await?;
            let own: Vec<_> = rows.iter().filter(|row| row["card_user_id"] == *holder).collect();
            let holds = own.len() == 1
                && number(&own[0]["amount_cents"]) == Some(cents as f64)
                && own[0]["month"].to_string().contains(&year)
                && !own[0]["month"].is_array();
            if holds {
                return Ok(());
            }
            Err(Mismatch::behaviour(
                format!("one row of {holder}, of {cents} cents in {year}"),
                json!(rows).to_string(),
            ))
        })
        .await
}

then!("{actor} sees that {string} has the wallet {string}", has_wallet);
/// An address is the same in either letter case.
async fn has_wallet(world: &mut World, actor: Actor, name: String, wallet: String) -> StepResult {
    let user = world.partner.card_users.get(&name)?.id;
    let columns = "card_user_id application_status wallet_address";
    let rows = rows(world, &actor, "AgioCard_card_user", columns).await?;
    let row = rows.iter().find(|row| row["card_user_id"] == *user);
    let shown = row.and_then(|row| row["wallet_address"].as_str()).unwrap_or_default();
    if shown.eq_ignore_ascii_case(&wallet) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{user} with {wallet}"), json!(rows).to_string()))
}

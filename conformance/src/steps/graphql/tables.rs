//! Rows with columns that no source promises, and what is added up over rows.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{Actor, documents::spelled};
use crate::{Mismatch, StepResult, World, checks::json as at};

/// All rows of a table, `id` and some more columns each. A target whose table lacks those columns
/// cannot be judged by them.
pub(in crate::steps) async fn rows_where_known(
    world: &World,
    actor: &str,
    table: &str,
    columns: &str,
) -> StepResult<Vec<Value>> {
    let ask = async |columns: &str| {
        let document = format!("{{ {table} {{ {columns} }} }}");
        world.query(actor, &document, &Value::Null).await
    };
    let answer = ask(&format!("id {columns}")).await?;
    if let Some(rows) = answer.result(table).and_then(Value::as_array) {
        return Ok(rows.clone());
    }
    if ask("id").await?.result(table).is_some_and(Value::is_array) {
        return Err(Mismatch::missing(format!("{columns} in {table}"), "not in the schema"));
    }
    Err(Mismatch::behaviour(format!("rows of {table}"), answer.summary()))
}

/// The row of a table with this id, with columns that a target may lack.
pub(in crate::steps) async fn row_where_known(
    world: &World,
    actor: &str,
    table: &str,
    id: &Value,
    columns: &str,
) -> StepResult<Value> {
    let rows = rows_where_known(world, actor, table, columns).await?;
    let row = rows.into_iter().find(|row| row["id"] == *id);
    row.ok_or_else(|| Mismatch::behaviour(format!("row {id} of {table}"), "no such row"))
}

when!(regex r"^(the(?: [a-z]+)? (?:partner|user)) counts and lists the rows of (AgioCard_\w+) where$", counts_and_lists);
async fn counts_and_lists(
    world: &mut World,
    step: &Step,
    actor: Actor,
    table: String,
) -> StepResult {
    let condition = spelled(world, step)?;
    let document = format!(
        "{{ listed: {table}(where: {condition}) {{ id }} counted: {table}_aggregate(where: \
         {condition}) {{ aggregate {{ count }} }} }}"
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("it counts as many rows as it lists", counts_what_it_lists);
fn counts_what_it_lists(world: &mut World) -> StepResult {
    let listed = world.result("listed")?.as_array().map(Vec::len);
    let counted = world.result("counted")?.pointer("/aggregate/count").and_then(Value::as_u64);
    if listed.is_some_and(|listed| counted == Some(listed as u64)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("a count of {listed:?}"),
        format!("{counted:?}: {}", world.answer()?.summary()),
    ))
}

when!("{actor} adds up the limits that {string} has had", adds_up);
async fn adds_up(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let of = ["sum", "avg", "min", "max"].map(|of| format!("{of} {{ limit_amount }}")).join(" ");
    let document = format!(
        "{{ AgioCard_card_limit_change_aggregate(where: {{card_id: {{_eq: {id}}}}}) {{ aggregate \
         {{ {of} }} }} }}"
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("it finds", adds_up_to);
fn adds_up_to(world: &mut World, step: &Step) -> StepResult {
    let result = world.result("AgioCard_card_limit_change_aggregate")?;
    for row in step.table.iter().flat_map(|table| &table.rows) {
        let expected: Value = serde_json::from_str(&row[1])
            .map_err(|error| Mismatch::suite("a number", error.to_string()))?;
        at::equals(result, &format!("/aggregate/{}/limit_amount", row[0]), &expected)?;
    }
    Ok(())
}

then!("every card that is shown has a user or a company", anchored);
fn anchored(world: &mut World) -> StepResult {
    let rows = world.result("AgioCard_card")?.as_array().cloned().unwrap_or_default();
    let loose = |row: &&Value| row["user_id"].is_null() && row["card_company_id"].is_null();
    match (rows.is_empty(), rows.iter().find(loose)) {
        (false, None) => Ok(()),
        (true, _) => Err(Mismatch::behaviour("cards", "none")),
        (_, Some(row)) => {
            Err(Mismatch::behaviour("a user_id or a card_company_id", row.to_string()))
        }
    }
}

then!(
    "the {string} of the rows of {word} are numbers (reading {string}) or texts (reading {string})",
    number_form
);
fn number_form(
    world: &mut World,
    column: String,
    table: String,
    number: String,
    text: String,
) -> StepResult {
    let rows = world.result(&table)?.as_array().cloned().unwrap_or_default();
    let seen: Vec<_> = rows.iter().map(|row| &row[&column]).collect();
    let digits = |value: &&Value| value.as_str().is_some_and(|text| text.parse::<f64>().is_ok());
    let reading = if !seen.is_empty() && seen.iter().all(|value| value.is_number()) {
        number
    } else if !seen.is_empty() && seen.iter().all(digits) {
        text
    } else {
        return Err(Mismatch::behaviour("numbers, or texts of digits", json!(seen).to_string()));
    };
    world.found_reading(&reading);
    Ok(())
}

then!(
    "a transaction of {float} is shown as dollars (reading {string}) or as cents (reading {string})",
    transaction_unit
);
fn transaction_unit(world: &mut World, dollars: f64, usd: String, cents: String) -> StepResult {
    let rows = world.result("AgioCard_card_transaction")?.as_array().cloned().unwrap_or_default();
    let shown = |wanted: f64| {
        rows.iter().any(|row| {
            let text = row["amount"].as_str().and_then(|text| text.parse().ok());
            text.or(row["amount"].as_f64()).is_some_and(|seen: f64| (seen - wanted).abs() < 0.001)
        })
    };
    let reading = match (shown(dollars), shown(dollars * 100.0)) {
        (true, false) => usd,
        (false, true) => cents,
        _ => {
            return Err(Mismatch::behaviour(
                format!("an amount of {dollars}, or a hundred times it"),
                json!(rows).to_string(),
            ));
        }
    };
    world.found_reading(&reading);
    Ok(())
}

when!("{actor} counts columns of {string} that are null", counts_nulls);
/// A card that was never used and not canceled has neither column.
async fn counts_nulls(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let document = format!(
        "{{ AgioCard_card_aggregate(where: {{id: {{_eq: {id}}}}}) {{ aggregate {{ column: \
         count(columns: [last_used_at]) tuples: count(columns: [last_used_at, cancel_reason]) \
         }} }} }}"
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("it counts {int} of one column and {int} of two", counts_columns);
fn counts_columns(world: &mut World, column: i64, tuples: i64) -> StepResult {
    let counted = world.result("AgioCard_card_aggregate")?["aggregate"].clone();
    let wanted = json!({"column": column, "tuples": tuples});
    if counted == wanted {
        return Ok(());
    }
    Err(Mismatch::behaviour(wanted.to_string(), counted.to_string()))
}

then!(regex r"^the average amount is ([\d.]+), or ([\d.]+) in cents$", averages);
/// Amounts are in dollars or in cents (AMB-PG-14); the nearest double is wanted either way.
fn averages(world: &mut World, dollars: f64, cents: f64) -> StepResult {
    let whole = world.result("AgioCard_card_transaction_aggregate")?;
    let average = whole.pointer("/aggregate/avg/amount").cloned().unwrap_or_default();
    if [dollars, cents].iter().any(|wanted| average.as_f64() == Some(*wanted)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{dollars} or {cents}"), average.to_string()))
}

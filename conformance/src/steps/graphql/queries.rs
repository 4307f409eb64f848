//! Rows, as Hasura answers them.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::{Actor, actor::listed, documents::spelled};
use crate::{Mismatch, StepResult, World};

fn rows<'a>(world: &'a World, table: &str) -> StepResult<&'a Vec<Value>> {
    let answer = world.answer()?;
    answer
        .result(table)
        .and_then(Value::as_array)
        .filter(|_| answer.status == 200)
        .ok_or_else(|| Mismatch::behaviour(format!("rows of {table}"), answer.summary()))
}

then!(regex r"^(AgioCard_\w+) answers rows$", answers_rows);
fn answers_rows(world: &mut World, table: String) -> StepResult {
    rows(world, &table).map(drop)
}

then!(regex r#"^"([^"]+)" is among the rows of (AgioCard_\w+)$"#, among);
fn among(world: &mut World, name: String, table: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    if rows(world, &table)?.iter().any(|row| row["id"] == id) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("a row with id {id}"), world.answer()?.summary()))
}

then!(regex r#"^the "(\w+)" of each row of (AgioCard_\w+) is (null|not null)$"#, each_is);
fn each_is(world: &mut World, column: String, table: String, wanted: String) -> StepResult {
    let rows = rows(world, &table)?;
    if rows.is_empty() {
        return Err(Mismatch::behaviour("at least one row", "none"));
    }
    for row in rows {
        let value = row.get(&column);
        let holds = match wanted.as_str() {
            "null" => value == Some(&Value::Null),
            _ => value.is_some_and(|value| !value.is_null()),
        };
        if !holds {
            return Err(Mismatch::behaviour(format!("{column} {wanted}"), row.to_string()));
        }
    }
    Ok(())
}

then!(regex r"^each row of (AgioCard_\w+) has$", each_has);
fn each_has(world: &mut World, step: &Step, table: String) -> StepResult {
    let columns: Vec<_> = step.table.iter().flat_map(|table| table.rows.concat()).collect();
    let rows = rows(world, &table)?;
    if rows.is_empty() {
        return Err(Mismatch::behaviour("at least one row", "none"));
    }
    for row in rows {
        if let Some(column) = columns.iter().find(|column| row.get(column).is_none()) {
            return Err(Mismatch::behaviour(format!("a {column}"), row.to_string()));
        }
    }
    Ok(())
}

when!("{actor} follows the company of {string}", follows);
async fn follows(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let document = "{ AgioCard_card { id card_company_id } }";
    let answer = world.ask(&actor.0, document, &Value::Null).await?;
    let cards = answer.result("AgioCard_card").and_then(Value::as_array);
    let card = cards.into_iter().flatten().find(|row| row["id"] == id);
    let company = card.map(|card| card["card_company_id"].clone()).unwrap_or_default();
    world.values.insert("the company".to_owned(), company);
    // The guide speaks of these rows, and does not say what their query is called.
    let table = "AgioCard_partner_managed_organization";
    let document = format!("{{ {table} {{ organization_id }} }}");
    let managed = world.query(&actor.0, &document, &Value::Null).await?;
    let managed = managed.result(table).cloned().unwrap_or_default();
    world.values.insert("the managed organizations".to_owned(), managed);
    let document = "{ AgioCard_card_company { id organization_id } }";
    world.ask(&actor.0, document, &Value::Null).await.map(drop)
}

then!("it finds one company, which belongs to an organization", one_company);
fn one_company(world: &mut World) -> StepResult {
    let id = world.value("the company")?;
    let rows = rows(world, "AgioCard_card_company")?;
    let found: Vec<_> = rows.iter().filter(|row| row["id"] == *id && !id.is_null()).collect();
    let managed = world.value("the managed organizations")?.as_array();
    let is_managed =
        |id: &str| managed.is_none_or(|all| all.iter().any(|row| row["organization_id"] == *id));
    let belongs = |row: &Value| {
        row["organization_id"].as_str().is_some_and(|id| !id.is_empty() && is_managed(id))
    };
    if found.len() == 1 && found.iter().all(|row| belongs(row)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("one company with id {id} and the organization_id of a customer organization"),
        json!(found).to_string(),
    ))
}

/// Lists cards; the names in `among` are what the scenario looks for.
async fn list(world: &mut World, actor: &Actor, among: &str, arguments: &str) -> StepResult {
    world.values.insert("among".to_owned(), json!(listed(among)));
    let document = format!("{{ AgioCard_vw_card({arguments}) {{ id }} }}");
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

when!(regex r"^(the(?: [a-z]+)? (?:partner|user)) lists the cards among (.+) where$", lists_where);
async fn lists_where(world: &mut World, step: &Step, actor: Actor, among: String) -> StepResult {
    let condition = spelled(world, step)?;
    list(world, &actor, &among, &format!("where: {condition}")).await
}

when!(regex r"^(the(?: [a-z]+)? (?:partner|user)) lists (.+) with$", lists_with);
async fn lists_with(world: &mut World, step: &Step, actor: Actor, among: String) -> StepResult {
    let arguments = spelled(world, step)?;
    let ids: Vec<_> = listed(&among)
        .into_iter()
        .map(|name| world.graphql.cards.get(name).map(|card| card.id.to_string()))
        .collect::<Result<_, _>>()?;
    let own = format!("where: {{id: {{_in: [{}]}}}}", ids.join(", "));
    list(world, &actor, &among, &format!("{own}, {arguments}")).await
}

/// The names of the cards that were listed, in the order of the answer.
fn found(world: &World) -> StepResult<Vec<String>> {
    let among = world.value("among")?.as_array().cloned().unwrap_or_default();
    let mut names = Vec::new();
    for row in rows(world, "AgioCard_vw_card")? {
        for name in among.iter().filter_map(Value::as_str) {
            if row["id"] == world.graphql.cards.get(name)?.id {
                names.push(name.to_owned());
            }
        }
    }
    Ok(names)
}

then!(regex r"^it finds exactly (.+)$", finds);
fn finds(world: &mut World, names: String) -> StepResult {
    let mut seen = found(world)?;
    seen.sort_unstable();
    same(&listed(&names), &seen)
}

then!(regex r"^it finds in this order (.+)$", finds_in_order);
fn finds_in_order(world: &mut World, names: String) -> StepResult {
    same(&listed(&names), &found(world)?)
}

then!("it finds first {string}", finds_first);
fn finds_first(world: &mut World, name: String) -> StepResult {
    let seen = found(world)?;
    same(&[name.as_str()], seen.first().map(std::slice::from_ref).unwrap_or_default())
}

fn same(expected: &[&str], seen: &[String]) -> StepResult {
    if expected == seen {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("the cards {expected:?}"), format!("{seen:?}")))
}

//! Partners see nothing of each other.

use serde_json::{Value, json};

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    steps::graphql::{introspection::answers_of, tables::rows_where_known},
};

pub(super) async fn ids(
    world: &World,
    actor: &Actor,
    table: &str,
    arguments: &str,
) -> StepResult<Vec<Value>> {
    ids_beside(world, actor, (table, arguments), "").await
}

/// Ids of rows that are shown together with other columns.
async fn ids_beside(
    world: &World,
    actor: &Actor,
    (table, arguments): (&str, &str),
    columns: &str,
) -> StepResult<Vec<Value>> {
    let document = format!("{{ {table}{arguments} {{ id {columns} }} }}");
    let answer = world.query(&actor.0, &document, &Value::Null).await?;
    let rows = answer.result(table).and_then(Value::as_array).cloned();
    let rows =
        rows.ok_or_else(|| Mismatch::behaviour(format!("rows of {table}"), answer.summary()))?;
    Ok(rows.into_iter().map(|row| row["id"].clone()).collect())
}

when!("{actor} notes the ids of its {word}", notes);
async fn notes(world: &mut World, actor: Actor, table: String) -> StepResult {
    notes_beside(world, actor, table, String::new()).await
}

when!("{actor} notes the ids of its {word}, beside the {word} of each", notes_beside);
async fn notes_beside(
    world: &mut World,
    actor: Actor,
    table: String,
    column: String,
) -> StepResult {
    let noted = ids_beside(world, &actor, (&table, ""), &column).await?;
    if noted.is_empty() {
        return Err(Mismatch::behaviour(format!("rows of {table}"), "none"));
    }
    world.values.insert("their ids".to_owned(), json!(noted));
    Ok(())
}

then!("{actor} sees none of them in {word}, whatever the filter", sees_none);
async fn sees_none(world: &mut World, actor: Actor, table: String) -> StepResult {
    let theirs = world.value("their ids")?.as_array().cloned().unwrap_or_default();
    let own = ids(world, &actor, &table, "").await?;
    if let Some(id) = own.iter().find(|id| theirs.contains(id)) {
        return Err(Mismatch::behaviour("no id of the other partner", id.to_string()));
    }
    let filter = format!("(where: {{id: {{_in: {}}}}})", json!(theirs));
    let filtered = ids(world, &actor, &table, &filter).await?;
    if filtered.is_empty() {
        return Ok(());
    }
    Err(Mismatch::behaviour("no row", json!(filtered).to_string()))
}

/// Asks for a root field that the target's schema may lack.
async fn ask_if_there(
    world: &World,
    actor: &Actor,
    field: &str,
    rest: &str,
) -> StepResult<Option<Value>> {
    let schema = answers_of(world, &actor.0).await?;
    if !schema.root("queryType").contains(&field) {
        return Err(Mismatch::missing(field, "not in the schema"));
    }
    let document = format!("{{ {field}{rest} }}");
    let answer = world.query(&actor.0, &document, &Value::Null).await?;
    if answer.status != 200 || !answer.errors().is_empty() {
        return Err(Mismatch::behaviour(format!("an answer of {field}"), answer.summary()));
    }
    Ok(answer.result(field).cloned())
}

then!("{actor} finds none of them in {word} by primary key", none_by_key);
async fn none_by_key(world: &mut World, actor: Actor, table: String) -> StepResult {
    let field = format!("{table}_by_pk");
    for id in world.value("their ids")?.as_array().cloned().unwrap_or_default() {
        let found = ask_if_there(world, &actor, &field, &format!("(id: {id}) {{ id }}")).await?;
        if let Some(row) = found {
            return Err(Mismatch::behaviour("null", row.to_string()));
        }
    }
    Ok(())
}

then!("{actor} finds {string} in {word} by its primary key", found_by_key);
async fn found_by_key(world: &mut World, actor: Actor, name: String, table: String) -> StepResult {
    let id = world.graphql.cards.get(&name)?.id;
    let field = format!("{table}_by_pk");
    let found = ask_if_there(world, &actor, &field, &format!("(id: {id}) {{ id }}")).await?;
    at::equals(&found.unwrap_or_default(), "/id", &json!(id))
}

then!("{actor} counts none of them in {word}", none_counted);
async fn none_counted(world: &mut World, actor: Actor, table: String) -> StepResult {
    let field = format!("{table}_aggregate");
    let rest = format!(
        "(where: {{id: {{_in: {}}}}}) {{ aggregate {{ count }} }}",
        world.value("their ids")?
    );
    let found = ask_if_there(world, &actor, &field, &rest).await?.unwrap_or_default();
    at::equals(&found, "/aggregate/count", &json!(0))
}

then!("{actor} reaches none of them through the {string} of {word}", none_related);
async fn none_related(
    world: &mut World,
    actor: Actor,
    relation: String,
    table: String,
) -> StepResult {
    let columns = format!("{relation} {{ id }}");
    let rows = rows_where_known(world, &actor.0, &table, &columns).await?;
    let theirs = world.value("their ids")?.as_array().cloned().unwrap_or_default();
    let reached = rows.iter().flat_map(|row| row[&relation].as_array().into_iter().flatten());
    match reached.map(|row| &row["id"]).find(|id| theirs.contains(id)) {
        None => Ok(()),
        Some(id) => Err(Mismatch::behaviour("no id of the other partner", id.to_string())),
    }
}

//! What partners see of each other: nothing.

use cucumber::{then, when};
use serde_json::{Value, json};

use super::Actor;
use crate::{Mismatch, StepResult, World};

async fn ids(world: &World, actor: &Actor, table: &str, arguments: &str) -> StepResult<Vec<Value>> {
    let document = format!("{{ {table}{arguments} {{ id }} }}");
    let answer = world.partner(&actor.0)?.query(&document, &Value::Null).await?;
    let rows = answer.result(table).and_then(Value::as_array).cloned();
    let rows =
        rows.ok_or_else(|| Mismatch::behaviour(format!("rows of {table}"), answer.summary()))?;
    Ok(rows.into_iter().map(|mut row| row["id"].take()).collect())
}

#[when(expr = "{actor} notes the ids of its {word}")]
async fn notes(world: &mut World, actor: Actor, table: String) -> StepResult {
    let noted = ids(world, &actor, &table, "").await?;
    if noted.is_empty() {
        return Err(Mismatch::behaviour(format!("rows of {table}"), "none"));
    }
    world.values.insert("their ids".to_owned(), json!(noted));
    Ok(())
}

#[then(expr = "{actor} sees none of them in {word}, whatever the filter")]
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

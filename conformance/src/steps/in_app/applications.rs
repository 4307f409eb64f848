//! Applications of users.

use serde_json::{Value, json};

use crate::{Mismatch, StepResult, World, things::graphql::Application};

/// The rows of `AgioCard_card_application` that a user sees.
pub(in crate::steps) async fn rows(world: &World, actor: &str) -> StepResult<Vec<Value>> {
    const TABLE: &str = "AgioCard_card_application";
    let document = format!("{{ {TABLE} {{ id application_status }} }}");
    let answer = world.query(actor, &document, &Value::Null).await?;
    let rows = answer.result(TABLE).and_then(Value::as_array).cloned();
    rows.ok_or_else(|| Mismatch::behaviour(format!("rows of {TABLE}"), answer.summary()))
}

/// The approved application of a user, called `name` from then on: the one that the target file
/// names, or else the one that the user sees.
pub(in crate::steps) async fn own_application(
    world: &mut World,
    name: &str,
    actor: &str,
) -> StepResult<Application> {
    let known = world.target()?.in_app.clone().unwrap_or_default().known.card_application;
    let id = match known.filter(|_| actor == "the user") {
        Some(id) => id,
        None => approved(&rows(world, actor).await?)?,
    };
    let application =
        Application { id, external_id: None, card_user: None, owner: actor.to_owned() };
    world.graphql.applications.name(name, application.clone());
    Ok(application)
}

/// The id of an approved application. Statuses are compared without case (AMB-AG-04).
fn approved(rows: &[Value]) -> StepResult<i64> {
    let is = |row: &&Value| {
        let status = row["application_status"].as_str().unwrap_or_default();
        status.eq_ignore_ascii_case("approved")
    };
    let id = rows.iter().find(is).and_then(|row| row["id"].as_i64());
    id.ok_or_else(|| Mismatch::behaviour("an approved application", json!(rows).to_string()))
}

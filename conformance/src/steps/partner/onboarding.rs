//! Organizations that are made, people who apply, and what can be read of it.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Actor,
    people::{APPLY, application_input},
};
use crate::{
    Mismatch, StepResult, World,
    checks::{graphql::refusal, json as at},
    steps::graphql::tables::row_where_known,
    things::graphql::Application,
};

const FIELD: &str = "createCardApplicationForPartnerUser";
const ORGANIZE: &str = "mutation($input: CreatePartnerCustomerOrganizationInput!) { \
    createPartnerCustomerOrganization(input: $input) { success organizationId error } }";

when!("{actor} makes the organization {string}", organize);
async fn organize(world: &mut World, actor: Actor, name: String) -> StepResult {
    world.ask(&actor.0, ORGANIZE, &json!({ "input": { "name": name } })).await.map(drop)
}

then!("{actor} does not see its {string} in {word}", unseen);
async fn unseen(world: &mut World, actor: Actor, member: String, table: String) -> StepResult {
    let result = world.result("createPartnerCustomerOrganization")?;
    let id = at::text(result, &format!("/{member}"))?.to_owned();
    let partner = world.partner(&actor.0)?;
    let document = format!("{{ {table} {{ organization_id }} }}");
    let answer = partner.query(&document, &json!(null)).await?;
    if answer.body.windows(id.len()).any(|part| part == id.as_bytes()) {
        return Err(Mismatch::behaviour(format!("no row of {table} with {id}"), answer.summary()));
    }
    Ok(())
}

then!("{actor} sees it among its managed organizations, called {string}", manages);
async fn manages(world: &mut World, actor: Actor, name: String) -> StepResult {
    let result = world.result("createPartnerCustomerOrganization")?;
    let id = at::text(result, "/organizationId")?.to_owned();
    let table = "AgioCard_partner_managed_organization";
    let document =
        format!("{{ {table}(where: {{organization_id: {{_eq: \"{id}\"}}}}) {{ name }} }}");
    let answer = world.query(&actor.0, &document, &json!(null)).await?;
    let rows = answer.result(table).cloned().unwrap_or_default();
    at::equals(&rows, "", &json!([{ "name": name }]))
}

then!("{word} is refused, or answers another {string}", refused_or_another);
fn refused_or_another(world: &mut World, field: String, member: String) -> StepResult {
    let [first, second] = world.two_answers()?;
    if refusal::refused(second, &field, refusal::Forms::PARTNER).is_ok() {
        return Ok(());
    }
    let result = refusal::succeeded(second, &field)?;
    let id = at::text(result, &format!("/{member}"))?;
    if first.result(&field).is_some_and(|first| first[&member] == id) {
        return Err(Mismatch::behaviour(format!("another {member}"), id));
    }
    Ok(())
}

async fn apply(world: &mut World, actor: &Actor, name: &str, input: Value) -> StepResult {
    let answer = world.ask(&actor.0, APPLY, &json!({ "input": input })).await?;
    if let Ok(result) = refusal::succeeded(&answer, FIELD) {
        let application = Application {
            id: result["cardApplicationId"].as_i64().unwrap_or_default(),
            external_id: result["cardApplicationExternalId"].as_str().map(str::to_owned),
            card_user: Some(world.partner.card_users.get(name)?.id),
            owner: actor.0.clone(),
        };
        world.graphql.applications.name(format!("the application of {name}"), application);
    } else {
        world.graphql.applications.missed(format!("the application of {name}"), answer.summary());
    }
    Ok(())
}

fn input_of(world: &World, name: &str) -> StepResult<Value> {
    Ok(application_input(&world.partner.card_users.get(name)?.id))
}

when!("{actor} applies for {string}", applies);
async fn applies(world: &mut World, actor: Actor, name: String) -> StepResult {
    let input = input_of(world, &name)?;
    apply(world, &actor, &name, input).await
}

when!("{actor} applies for {string} with occupation {string}", with_occupation);
async fn with_occupation(
    world: &mut World,
    actor: Actor,
    name: String,
    occupation: String,
) -> StepResult {
    let mut input = input_of(world, &name)?;
    input["occupation"] = json!(occupation);
    apply(world, &actor, &name, input).await
}

when!("{actor} applies for {string} without accepting the terms of service", without_terms);
async fn without_terms(world: &mut World, actor: Actor, name: String) -> StepResult {
    let mut input = input_of(world, &name)?;
    input["isTermsOfServiceAccepted"] = json!(false);
    apply(world, &actor, &name, input).await
}

when!(
    "{actor} applies for {string} by the card_user_id that AgioCard_card_user shows",
    by_shown_id
);
async fn by_shown_id(world: &mut World, actor: Actor, name: String) -> StepResult {
    let user = world.partner.card_users.get(&name)?;
    let document = "{ AgioCard_card_user { card_user_id } }";
    let answer = world.query(&actor.0, document, &json!(null)).await?;
    let rows = answer.result("AgioCard_card_user").and_then(Value::as_array);
    let row = rows.into_iter().flatten().find(|row| row["card_user_id"] == *user.id);
    let Some(row) = row else {
        return Err(Mismatch::behaviour(
            format!("a row of AgioCard_card_user with card_user_id {}", user.id),
            answer.summary(),
        ));
    };
    let input = application_input(row["card_user_id"].as_str().unwrap_or_default());
    apply(world, &actor, &name, input).await
}

when!("{actor} calls {word} with a cardUserId that nobody has", for_nobody);
async fn for_nobody(world: &mut World, actor: Actor, field: String) -> StepResult {
    let nobody = Uuid::new_v4().to_string();
    let (document, input) = match field.as_str() {
        FIELD => (APPLY, application_input(&nobody)),
        "chargeCard" => (super::charges::CHARGE, super::charges::charge_input(&nobody, 2550)),
        other => return Err(Mismatch::suite("a mutation that takes a cardUserId", other)),
    };
    world.ask(&actor.0, document, &json!({ "input": input })).await.map(drop)
}

then!("the applicant is {string}", applicant);
fn applicant(world: &mut World, name: String) -> StepResult {
    let id = world.partner.card_users.get(&name)?.id;
    at::equals(world.result(FIELD)?, "/applicantId", &json!(id))
}

/// The rows of the applications that `actor` sees.
async fn applications(world: &World, actor: &Actor, columns: &str) -> StepResult<Vec<Value>> {
    let document = format!("{{ AgioCard_card_application {{ {columns} }} }}");
    let answer = world.query(&actor.0, &document, &json!(null)).await?;
    let rows = answer.result("AgioCard_card_application").and_then(Value::as_array);
    rows.cloned()
        .ok_or_else(|| Mismatch::behaviour("rows of AgioCard_card_application", answer.summary()))
}

then!("{actor} sees an application with both ids of the answer", sees_both_ids);
async fn sees_both_ids(world: &mut World, actor: Actor) -> StepResult {
    let result = world.result(FIELD)?.clone();
    world
        .until_settled(async |world| {
            let rows = applications(world, &actor, "id card_application_external_id").await?;
            let found = rows.iter().any(|row| {
                row["id"] == result["cardApplicationId"]
                    && row["card_application_external_id"] == result["cardApplicationExternalId"]
            });
            if found {
                return Ok(());
            }
            Err(Mismatch::behaviour("a row with both ids", json!(rows).to_string()))
        })
        .await
}

/// A column of the row of an application. Of two ids in the answer that made it the row has both.
async fn application_of(
    world: &World,
    actor: &Actor,
    name: &str,
    column: &str,
) -> StepResult<Value> {
    let Application { id, external_id, .. } = world.graphql.applications.get(name)?;
    let columns = format!("id card_application_external_id {column}");
    let rows = applications(world, actor, &columns).await?;
    let is_it = |row: &Value| {
        let shown = &row["card_application_external_id"];
        row["id"] == id && external_id.as_ref().is_none_or(|known| shown == known)
    };
    rows.into_iter()
        .find(is_it)
        .map(|row| row[column].clone())
        .ok_or_else(|| Mismatch::behaviour(format!("the row of application {id}"), "none"))
}

then!("{actor} sees a text as the {string} of the application of {string}", sees_text);
async fn sees_text(world: &mut World, actor: Actor, column: String, name: String) -> StepResult {
    let name = format!("the application of {name}");
    world
        .until_settled(async |world| match application_of(world, &actor, &name, &column).await? {
            Value::String(text) if !text.is_empty() => Ok(()),
            other => Err(Mismatch::behaviour(format!("a text as {column}"), other.to_string())),
        })
        .await
}

then!("{actor} sees the application of {string} with {string} {string}", sees_column);
async fn sees_column(
    world: &mut World,
    actor: Actor,
    name: String,
    column: String,
    value: String,
) -> StepResult {
    let name = format!("the application of {name}");
    world
        .until_settled(async |world| {
            let seen = application_of(world, &actor, &name, &column).await?;
            at::equals(&seen, "", &json!(value))
        })
        .await
}

then!("{actor} sees the status of {string} as {string} or {string}", sees_either_status);
async fn sees_either_status(
    world: &mut World,
    actor: Actor,
    name: String,
    one: String,
    other: String,
) -> StepResult {
    let user = world.graphql.applications.get(&name)?.card_user;
    let user = user.ok_or_else(|| Mismatch::missing("a card user", "no [known.PG] card_user"))?;
    let document = "{ AgioCard_card_user { card_user_id application_status } }";
    let answer = world.query(&actor.0, document, &json!(null)).await?;
    let rows = answer.result("AgioCard_card_user").and_then(Value::as_array);
    let row = rows.into_iter().flatten().find(|row| row["card_user_id"] == *user);
    let seen = row.map(|row| row["application_status"].clone()).unwrap_or_default();
    if seen == *one || seen == *other {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{one} or {other}"), seen.to_string()))
}

when!("{actor} counts its applications", counts);
async fn counts(world: &mut World, actor: Actor) -> StepResult {
    let count = applications(world, &actor, "id").await?.len();
    world.values.insert("applications before".to_owned(), json!(count));
    Ok(())
}

then!("{actor} has as many applications as before", has_as_many);
async fn has_as_many(world: &mut World, actor: Actor) -> StepResult {
    let count = applications(world, &actor, "id").await?.len();
    at::equals(&json!(count), "", world.value("applications before")?)
}

async fn completion_url(world: &World, actor: &Actor, name: &str) -> StepResult<Value> {
    let id = json!(world.graphql.applications.get(name)?.id);
    let (table, column) = ("AgioCard_card_application", "application_completion_url");
    Ok(row_where_known(world, &actor.0, table, &id, column).await?[column].clone())
}

then!("{actor} sees a completion URL of the application of {string}", sees_url);
async fn sees_url(world: &mut World, actor: Actor, name: String) -> StepResult {
    let name = format!("the application of {name}");
    let seen = completion_url(world, &actor, &name).await?;
    if seen.as_str().is_some_and(|url| url.starts_with("http")) {
        return Ok(());
    }
    Err(Mismatch::behaviour("a URL", seen.to_string()))
}

then!("{actor} sees no completion URL of the application of {string}", sees_no_url);
async fn sees_no_url(world: &mut World, actor: Actor, name: String) -> StepResult {
    let name = format!("the application of {name}");
    let seen = completion_url(world, &actor, &name).await?;
    at::equals(&seen, "", &Value::Null)
}

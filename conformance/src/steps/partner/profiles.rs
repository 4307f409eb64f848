//! Addresses of people and companies.

use serde_json::{Value, json};

use super::Actor;
use crate::{
    Mismatch, StepResult, World,
    checks::json as at,
    drivers::graphql::literal,
    steps::graphql::tables::{row_where_known, rows_where_known},
};

/// The address that somebody moves to.
fn new_address() -> Value {
    json!({
        "line1": "500 Fifth Avenue",
        "line2": "Floor 12",
        "city": "New York",
        "region": "NY",
        "postalCode": "10110",
        "countryCode": "US",
    })
}

async fn moves(world: &mut World, actor: &Actor, mutation: &str, application: i64) -> StepResult {
    let document = format!(
        "mutation {{ {mutation}(input: {{ cardApplicationId: {application}, address: {} }}) {{ \
         success error }} }}",
        literal(&new_address())
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

when!("{actor} moves the person of {string}", moves_person);
async fn moves_person(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.applications.get(&name)?.id;
    moves(world, &actor, "updateCardUserProfile", id).await
}

when!("{actor} moves the company of {string}", moves_company);
async fn moves_company(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = world.graphql.applications.get(&name)?.id;
    moves(world, &actor, "updateCardCompanyAddress", id).await
}

const COLUMNS: &str = "address_line1 address_line2 address_city address_region \
    address_postal_code address_country_code";

fn is_new_address(row: &Value) -> StepResult {
    let expected = new_address();
    for (column, member) in [
        ("address_line1", "line1"),
        ("address_line2", "line2"),
        ("address_city", "city"),
        ("address_region", "region"),
        ("address_postal_code", "postalCode"),
        ("address_country_code", "countryCode"),
    ] {
        at::equals(row, &format!("/{column}"), &expected[member])?;
    }
    Ok(())
}

then!("{actor} sees the new address of the person of {string}", person_lives_there);
async fn person_lives_there(world: &mut World, actor: Actor, name: String) -> StepResult {
    let id = json!(world.graphql.applications.get(&name)?.id);
    world
        .until_settled(async |world| {
            let table = "AgioCard_card_application";
            is_new_address(&row_where_known(world, &actor.0, table, &id, COLUMNS).await?)
        })
        .await
}

then!("{actor} sees the new address of a company", company_sits_there);
async fn company_sits_there(world: &mut World, actor: Actor) -> StepResult {
    world
        .until_settled(async |world| {
            let rows = rows_where_known(world, &actor.0, "AgioCard_card_company", COLUMNS).await?;
            if rows.iter().any(|row| is_new_address(row).is_ok()) {
                return Ok(());
            }
            Err(Mismatch::behaviour("a company at the new address", json!(rows).to_string()))
        })
        .await
}

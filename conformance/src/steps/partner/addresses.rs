//! Addresses that are judged, completed and resolved.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::Actor;
use crate::{Mismatch, StepResult, World, checks::json as at, drivers::graphql::literal};

/// The address of a table of members and values.
fn address(step: &Step) -> Value {
    let rows = step.table.iter().flat_map(|table| &table.rows);
    rows.map(|row| (row[0].clone(), json!(row[1]))).collect::<serde_json::Map<_, _>>().into()
}

when!("{actor} asks {word} about", asks_about);
async fn asks_about(world: &mut World, step: &Step, actor: Actor, mutation: String) -> StepResult {
    let document = format!(
        "mutation {{ {mutation}(input: {{ address: {} }}) {{ success isValid confidence error }} }}",
        literal(&address(step))
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("validateAddress finds it valid, and says how sure it is", valid);
fn valid(world: &mut World) -> StepResult {
    let result = world.result("validateAddress")?;
    at::equals(result, "/success", &json!(true))?;
    at::equals(result, "/isValid", &json!(true))?;
    let sure = at::text(result, "/confidence")?;
    if ["HIGH", "MEDIUM", "LOW"].contains(&sure) {
        return Ok(());
    }
    Err(Mismatch::behaviour("a confidence of HIGH, MEDIUM or LOW", sure))
}

then!("validateAddress is not sure that it is valid", not_surely_valid);
fn not_surely_valid(world: &mut World) -> StepResult {
    let result = world.result("validateAddress")?;
    at::equals(result, "/success", &json!(true))?;
    if result["isValid"] == true && result["confidence"] == "HIGH" {
        return Err(Mismatch::behaviour("not valid, or less sure", result.to_string()));
    }
    Ok(())
}

when!("{actor} has {string} completed within {string}", completes);
async fn completes(world: &mut World, actor: Actor, text: String, country: String) -> StepResult {
    let input = literal(&json!({ "input": text, "includedRegionCodes": [country] }));
    let document = format!(
        "mutation {{ autocompleteAddress(input: {input}) {{ success suggestions {{ text placeId }} \
         error }} }}"
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("each suggestion has a text", suggests);
fn suggests(world: &mut World) -> StepResult {
    let suggestions = &world.result("autocompleteAddress")?["suggestions"];
    let is_told = |one: &Value| one["text"].as_str().is_some_and(|text| !text.is_empty());
    match suggestions.as_array() {
        Some(all) if !all.is_empty() && all.iter().all(is_told) => Ok(()),
        _ => Err(Mismatch::behaviour("suggestions, each with a text", suggestions.to_string())),
    }
}

when!("{actor} resolves the first suggestion", resolves);
async fn resolves(world: &mut World, actor: Actor) -> StepResult {
    let result = world.result("autocompleteAddress")?;
    let place = at::text(result, "/suggestions/0/placeId")?;
    let document = format!(
        "mutation {{ resolvePlaceAddress(placeId: {}) {{ success address {{ line1 city region \
         postalCode countryCode }} error }} }}",
        literal(&json!(place))
    );
    world.ask(&actor.0, &document, &Value::Null).await.map(drop)
}

then!("resolvePlaceAddress answers a whole address in {string}", whole_address);
fn whole_address(world: &mut World, country: String) -> StepResult {
    let result = world.result("resolvePlaceAddress")?;
    for member in ["line1", "city", "region", "postalCode"] {
        at::text(result, &format!("/address/{member}"))?;
    }
    at::equals(result, "/address/countryCode", &json!(country))
}

//! The envelope of success and error that goes through the whole schema.

use super::blocked_mutations::never_runs;
use crate::{
    Mismatch, StepResult, World,
    checks::schema::{innermost, written},
    steps::graphql::errors::shapes,
};

then!("every card operation answers with success and error", enveloped);
fn enveloped(world: &mut World) -> StepResult {
    let schema = world.result("__schema")?;
    let of = |root: &str| schema[root]["fields"].as_array().cloned().unwrap_or_default();
    let mutations = of("mutationType").into_iter().filter(|field| {
        let name = field["name"].as_str().unwrap_or_default();
        let documented = name.contains("Card") || name == "createPartnerCustomerOrganization";
        documented && name != "validateCardShippingAddress" && !never_runs(name)
    });
    let balance = of("queryType").into_iter().filter(|field| field["name"] == "cardBalance");
    let mut seen = 0;
    for field in mutations.chain(balance) {
        seen += 1;
        let answer = written(&field["type"]).trim_end_matches('!').to_owned();
        let fields = schema["types"]
            .as_array()
            .and_then(|types| types.iter().find(|one| one["name"] == *answer))
            .map(|one| shapes(&one["fields"]))
            .unwrap_or_default();
        for wanted in ["success: Boolean!", "error: String"] {
            if !fields.iter().any(|field| field == wanted) {
                let place = format!("{answer}, the answer of {}", field["name"]);
                return Err(Mismatch::behaviour(format!("{wanted} in {place}"), fields.join(", ")));
            }
        }
    }
    if seen == 0 {
        return Err(Mismatch::behaviour("card operations in the schema", "none"));
    }
    Ok(())
}

then!("of all mutations that can run only createCard takes a {string}", only_create_card);
fn only_create_card(world: &mut World, member: String) -> StepResult {
    let schema = world.result("__schema")?;
    let mut takers = Vec::new();
    for field in schema["mutationType"]["fields"].as_array().into_iter().flatten() {
        let name = field["name"].as_str().unwrap_or_default();
        if never_runs(name) {
            continue;
        }
        for argument in field["args"].as_array().into_iter().flatten() {
            let input = innermost(&argument["type"]);
            let inputs = schema["types"].as_array().into_iter().flatten();
            let has = inputs
                .filter(|one| one["name"] == *input)
                .flat_map(|one| one["inputFields"].as_array().into_iter().flatten())
                .any(|field| field["name"] == *member);
            if argument["name"] == *member || has {
                takers.push(name.to_owned());
            }
        }
    }
    if takers == ["createCard"] {
        return Ok(());
    }
    if takers.is_empty() {
        return Err(Mismatch::precondition(format!("a mutation that takes a {member}"), "none"));
    }
    Err(Mismatch::behaviour("only createCard", takers.join(", ")))
}

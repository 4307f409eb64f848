//! Failures that the documents describe, ordered in advance.

use serde_json::json;

use crate::{Mismatch, StepResult, World, checks::graphql::refusal};

/// The failures by their names in the features, and what the control plane calls them.
fn named(what: &str) -> StepResult<&'static str> {
    Ok(match what {
        "the nonce store is down" => "nonce-store-503",
        "Hasura is down" => "hasura-503",
        "Hasura answers with an error" => "hasura-502",
        other => return Err(Mismatch::suite("a failure", other)),
    })
}

given!(regex "^(the nonce store is down|Hasura is down|Hasura answers with an error) for one request$", fails_once);
async fn fails_once(world: &mut World, what: String) -> StepResult {
    let fault = json!({
        "match": { "surface": "PG" },
        "when": { "next": 1 },
        "then": { "error": named(&what)? },
    });
    world.control()?.fault(&fault).await.map(drop).map_err(Mismatch::while_preparing)
}

then!("no error has a code", uncoded);
fn uncoded(world: &mut World) -> StepResult {
    let answer = world.answer()?;
    if answer.code().is_none() && answer.json.pointer("/extensions/code").is_none() {
        return Ok(());
    }
    Err(Mismatch::behaviour("no extensions.code", answer.summary()))
}

then!("the error has the code {string}", coded);
fn coded(world: &mut World, code: String) -> StepResult {
    refusal::coded(world.answer()?, &code)
}

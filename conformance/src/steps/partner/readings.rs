//! Ambiguities of the partner guide alone: either way is fine, and is reported.

use cucumber::gherkin::Step;

use crate::{Mismatch, StepResult, World};

then!("the description tells the reading", by_description);
fn by_description(world: &mut World, step: &Step) -> StepResult {
    let rows = step.table.as_ref().map(|table| table.rows.clone()).unwrap_or_default();
    let answer = world.answer()?;
    let told = answer.json["description"].as_str().unwrap_or_default();
    let row = rows.iter().find(|row| row[0] == told && answer.status == 401);
    let Some(row) = row else {
        let known: Vec<_> = rows.iter().map(|row| row[0].clone()).collect();
        return Err(Mismatch::behaviour(
            format!("HTTP 401 with one of {known:?}"),
            answer.summary(),
        ));
    };
    let name = row[1].clone();
    world.found_reading(&name);
    Ok(())
}

then!(
    "it shows the schema (reading {string}) or wants an API key (reading {string})",
    anonymous_or_not
);
fn anonymous_or_not(world: &mut World, open: String, closed: String) -> StepResult {
    let answer = world.answer()?;
    let shown = answer.status == 200 && answer.result("__schema").is_some();
    let refused = answer.status == 401 && answer.json["description"] == "Invalid API key";
    if !shown && !refused {
        return Err(Mismatch::behaviour("the schema, or 401 Invalid API key", answer.summary()));
    }
    world.found_reading(if shown { &open } else { &closed });
    Ok(())
}

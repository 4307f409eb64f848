//! The world of a recorded session, and what the back office does in it.

use cucumber::gherkin::Step;
use serde_json::{Value, json};

use super::names::named;
use crate::{Mismatch, StepResult, World, target::Surface};

/// The text below a step as JSON.
fn json_below(step: &Step) -> StepResult<Value> {
    let text = step.docstring.as_deref().unwrap_or_default();
    serde_json::from_str(text).map_err(|error| Mismatch::suite("JSON", error.to_string()))
}

given!("the world begins as", begins);
async fn begins(world: &mut World, step: &Step) -> StepResult {
    let mut definition = json_below(step)?;
    let control = world.control()?;
    // The deviations and readings of this run stay.
    let active = control.deviations().await.map_err(Mismatch::while_preparing)?;
    definition["deviations"] = active.into_iter().map(|(id, _)| id).collect();
    definition["labels"] = json!({"suite": "conformance"});
    for (ambiguity, reading) in &world.chosen_readings {
        definition["readings"][ambiguity] = json!(reading);
    }
    world.born = control.begin_anew(&definition).await.map_err(Mismatch::while_preparing)?;
    world.recorded_callers.clear();
    let (target, http) = (world.target()?, control.http.clone());
    // Some surfaces name their actors only where they are judged, and a session may be of all.
    for judged in [Surface::PG, Surface::AG, Surface::ER, Surface::MC] {
        target.surfaces.set_stage(world, judged, &target, &http)?;
    }
    Ok(())
}

when!("world time moves on by {string}", moves_on);
async fn moves_on(world: &mut World, by: String) -> StepResult {
    world.control()?.advance(&by).await.map(drop)
}

async fn tell(world: &mut World, step: &Step, method: &str, path: &str) -> StepResult<u16> {
    let path = named(world, path).await?;
    let body = match &step.docstring {
        None => Value::Null,
        Some(text) => {
            let text = named(world, text).await?;
            serde_json::from_str(&text)
                .map_err(|error| Mismatch::suite("JSON", error.to_string()))?
        }
    };
    let answer = world.control()?.tell(method, &path, &body).await?;
    if answer.status >= 400 {
        let wanted = format!("the control plane does {method} {path}");
        return Err(Mismatch::precondition(wanted, answer.summary()));
    }
    Ok(answer.status)
}

when!(regex r#"^the back office sends "([A-Z]+) ([^"]*)"$"#, sends);
async fn sends(world: &mut World, step: &Step, method: String, path: String) -> StepResult {
    tell(world, step, &method, &path).await.map(drop)
}

when!(regex r#"^the back office tries "([A-Z]+) ([^"]*)"$"#, tries);
async fn tries(world: &mut World, step: &Step, method: String, path: String) -> StepResult {
    match tell(world, step, &method, &path).await {
        Ok(status) => Err(Mismatch::behaviour("a refusal", format!("HTTP {status}"))),
        Err(_) => Ok(()),
    }
}

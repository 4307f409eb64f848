//! Answers in a recorded session: by value, with names for what differs from one world to the next.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::{names::named, requests::parsed};
use crate::{Mismatch, StepResult, World, checks::pattern, world::RecordedAnswer};

/// The answer; a failure when none came.
fn whole(world: &World, status: u16) -> StepResult<Value> {
    match &world.recorded {
        RecordedAnswer::Nothing => Err(Mismatch::suite("an answer", "nothing was asked yet")),
        RecordedAnswer::Lost(lost) => {
            Err(Mismatch::behaviour(format!("HTTP {status}"), lost.actual.clone()))
        }
        RecordedAnswer::Whole(actual, body) if *actual == status => Ok(body.clone()),
        RecordedAnswer::Whole(actual, body) => {
            let said = crate::exchange::blanked_body(body.to_string().as_bytes());
            let found = format!("HTTP {actual} {}", crate::outlet::excerpt(&said, 300));
            Err(Mismatch::behaviour(format!("HTTP {status}"), found))
        }
    }
}

then!(regex r"^the answer is HTTP (\d+)$", answered);
fn answered(world: &mut World, status: u16) -> StepResult {
    whole(world, status).map(drop)
}

then!(regex r"^the answer is HTTP (\d+) and holds$", holds);
async fn holds(world: &mut World, step: &Step, status: u16) -> StepResult {
    let body = whole(world, status)?;
    let text = step.docstring.as_deref().unwrap_or_default();
    // Ids of the fixture are looked up; what is named here for the first time is not known yet.
    named(world, text).await?;
    pattern::holds(&body, &parsed(text)?, &mut world.values)
}

then!("no whole answer comes", lost);
fn lost(world: &mut World) -> StepResult {
    match &world.recorded {
        RecordedAnswer::Nothing => Err(Mismatch::suite("a request", "nothing was asked yet")),
        RecordedAnswer::Lost(_) => Ok(()),
        RecordedAnswer::Whole(status, _) => {
            Err(Mismatch::behaviour("no whole answer", format!("HTTP {status}")))
        }
    }
}

when!("its {string} is called {string}", called);
fn called(world: &mut World, pointer: String, name: String) -> StepResult {
    let RecordedAnswer::Whole(_, body) = &world.recorded else {
        return Err(Mismatch::precondition("an answer", "none"));
    };
    let value = body.pointer(&pointer).cloned();
    let value = value.ok_or_else(|| {
        Mismatch::precondition(format!("something at {pointer}"), body.to_string())
    })?;
    world.values.insert(name, value);
    Ok(())
}

//! Ambiguities of the sources: either way is fine, and is reported.

use crate::{Mismatch, StepResult, World, checks::graphql::refusal, drivers::Answer};

then!(
    "{word} succeeds (reading {string}), or is refused, naming {string} (reading {string})",
    succeeds_or_names
);
fn succeeds_or_names(
    world: &mut World,
    field: String,
    taken: String,
    part: String,
    refused: String,
) -> StepResult {
    let answer = world.answer()?;
    if refusal::succeeded(answer, &field).is_ok() {
        world.found_reading(&taken);
        return Ok(());
    }
    world.refused(&field)?;
    names(answer, &field, &part)?;
    world.found_reading(&refused);
    Ok(())
}

fn names(answer: &Answer, field: &str, part: &str) -> StepResult {
    let reason = refusal::reason(answer, field)?;
    if reason.contains(part) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("a reason with \"{part}\""), reason))
}

then!("{word} succeeds (reading {string}), or is refused (reading {string})", succeeds_or_not);
fn succeeds_or_not(world: &mut World, field: String, taken: String, refused: String) -> StepResult {
    let answer = world.answer()?;
    let taken = refusal::succeeded(answer, &field).is_ok().then_some(taken);
    if taken.is_none() {
        world.refused(&field)?;
    }
    world.found_reading(&taken.unwrap_or(refused));
    Ok(())
}

then!(
    "it is forbidden (reading {string}), or {word} is refused, naming {string} (reading {string})",
    forbidden_or_refused
);
fn forbidden_or_refused(
    world: &mut World,
    forbidden: String,
    field: String,
    part: String,
    business: String,
) -> StepResult {
    let answer = world.answer()?;
    if refusal::forbidden(answer).is_ok() {
        world.found_reading(&forbidden);
        return Ok(());
    }
    world.refused(&field)?;
    names(answer, &field, &part)?;
    world.found_reading(&business);
    Ok(())
}

then!(
    "{word} says session expired in the envelope (reading {string}) or in the errors (reading {string})",
    session_expired
);
fn session_expired(
    world: &mut World,
    field: String,
    envelope: String,
    errors: String,
) -> StepResult {
    let answer = world.answer()?;
    let result = answer.result(&field);
    let enveloped = answer.status == 200
        && result.is_some_and(|result| {
            result["success"] == false && result["error"] == "session expired"
        });
    let told = answer.errors().iter().any(|error| error["message"] == "session expired");
    if !enveloped && !told {
        return Err(Mismatch::behaviour("session expired, either way", answer.summary()));
    }
    world.found_reading(if enveloped { &envelope } else { &errors });
    Ok(())
}

/// The form in which `cardBalance` says that there is nothing: `envelope` or `forbidden`.
fn way(answer: &Answer) -> StepResult<&'static str> {
    let result = answer.result("cardBalance");
    let enveloped = answer.status == 200
        && result.is_some_and(|result| {
            result["success"] == false && result["error"] == "Card not found"
        });
    match (enveloped, refusal::forbidden(answer)) {
        (true, _) => Ok("envelope"),
        (false, Ok(())) => Ok("forbidden"),
        (false, Err(_)) => Err(Mismatch::behaviour(
            "success false with Card not found, or 403 FORBIDDEN",
            answer.summary(),
        )),
    }
}

then!(
    "it is \"Card not found\" in the envelope (reading {string}) or forbidden (reading {string})",
    unknown_card
);
fn unknown_card(world: &mut World, envelope: String, forbidden: String) -> StepResult {
    let found = way(world.answer()?)?;
    world.found_reading(if found == "envelope" { &envelope } else { &forbidden });
    Ok(())
}

then!(
    "each is \"Card not found\" in the envelope, or forbidden, or first one and then the other (reading {string})",
    unknown_and_foreign
);
fn unknown_and_foreign(world: &mut World, split: String) -> StepResult {
    let [unknown, foreign] = world.two_answers()?;
    let found = match (way(unknown)?, way(foreign)?) {
        ("envelope", "forbidden") => split,
        (same, other) if same == other => same.to_owned(),
        _ => {
            return Err(Mismatch::behaviour("one of the three readings", foreign.summary()));
        }
    };
    world.found_reading(&found);
    Ok(())
}

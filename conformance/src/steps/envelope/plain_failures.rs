//! Failures that come before the envelope is open, and are answered without one.

use std::collections::BTreeSet;

use cucumber::gherkin::Step;

use super::texts::rows;
use crate::{Mismatch, StepResult, World, drivers::envelope::Reply};

/// HTTP statuses of texts (envelope-rest, Unencrypted auth and encryption errors).
const STATUSES: [(&str, u16); 8] = [
    ("API key not found", 404),
    ("You do not have access to this API.", 403),
    ("Encrypted payload not found", 400),
    ("Invalid encrypted payload format", 400),
    ("Request timestamp not found in encrypted payload", 400),
    ("Invalid timestamp format", 400),
    ("Request timestamp outside allowed window", 400),
    ("Duplicate request detected", 400),
];

then!("it is refused in clear with {string}", in_clear);
fn in_clear(world: &mut World, text: String) -> StepResult {
    let reply = world.reply()?;
    let status = reply.answer.status;
    let stated = STATUSES.iter().find(|(one, _)| *one == text).map(|(_, status)| *status);
    let refused = stated.map_or((400..500).contains(&status), |stated| stated == status);
    let plain = reply.answer.json.get("encrypted").is_none();
    if refused && plain && reply.clear().contains(&text) {
        return Ok(());
    }
    let status = stated.map_or_else(|| "4xx".to_owned(), |status| status.to_string());
    let expected = format!("HTTP {status} with \"{text}\" and no envelope");
    Err(Mismatch::behaviour(expected, reply.summary()))
}

then!("both refusals are the same", same_refusals);
fn same_refusals(world: &mut World) -> StepResult {
    let [first, second] = world.two_replies()?;
    let names = |reply: &Reply| {
        let all = reply.answer.headers.iter().map(|(name, _)| name.clone());
        all.collect::<BTreeSet<_>>()
    };
    let (one, other) = (&first.answer, &second.answer);
    if one.status == other.status && one.body == other.body && names(first) == names(second) {
        return Ok(());
    }
    Err(Mismatch::behaviour(first.summary(), second.summary()))
}

then!("the answer has no error_slug", no_slug);
fn no_slug(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    let refused = !(200..300).contains(&reply.answer.status);
    if refused && reply.slug().is_none() && !reply.clear().contains("error_slug") {
        return Ok(());
    }
    Err(Mismatch::behaviour("a refusal without error_slug", reply.summary()))
}

then!("its status tells the reading", by_status);
fn by_status(world: &mut World, step: &Step) -> StepResult {
    let status = world.reply()?.answer.status;
    let told = rows(step).into_iter().find(|row| match row[0].as_str() {
        "4xx" => (400..500).contains(&status),
        exact => exact == status.to_string(),
    });
    let Some(row) = told else {
        return Err(Mismatch::behaviour("HTTP 4xx", world.reply()?.summary()));
    };
    world.found_reading(&row[1]);
    Ok(())
}

then!("the form of {string} tells the reading", by_form);
fn by_form(world: &mut World, text: String) -> StepResult {
    let reply = world.reply()?;
    let body = &reply.answer.json;
    let reading = if !reply.clear().contains(&text) || body.get("encrypted").is_some() {
        return Err(Mismatch::behaviour(format!("\"{text}\" in clear"), reply.summary()));
    } else if body["error"] == *text {
        "error-member"
    } else if body["detail"] == *text {
        "detail-member"
    } else if reply.clear().trim() == text {
        "text"
    } else {
        "other"
    };
    world.found_reading(reading);
    Ok(())
}

then!("it says that POST is allowed", allows_post);
fn allows_post(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    match reply.answer.header("allow") {
        Some("POST") => Ok(()),
        other => Err(Mismatch::behaviour("Allow: POST", format!("{other:?}"))),
    }
}

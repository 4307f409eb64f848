//! Outcomes of a call: served, refused with a slug, sealed.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::texts::rows;
use crate::{
    Mismatch, StepResult, World,
    checks::{json as at, money},
    drivers::envelope::{
        Reply,
        sealer::{NONCE, Part},
    },
};

/// HTTP statuses of slugs (envelope-rest, Common error slugs).
const STATUSES: [(&str, u16); 15] = [
    ("invalid_request", 400),
    ("invalid_amount", 400),
    ("idempotency_key_required", 400),
    ("insufficient_funds", 403),
    ("user_not_found", 404),
    ("card_not_found", 404),
    ("cardholder_not_found", 404),
    ("order_not_found", 404),
    ("external_user_id_exists", 409),
    ("cardholder_already_exists", 409),
    ("card_not_active", 422),
    ("card_user_mismatch", 422),
    ("internal_error", 500),
    ("provider_error", 502),
    ("topup_attempts_exceeded", 503),
];

/// HTTP 200 that does not say otherwise (envelope-rest, Error format).
pub(super) fn served(reply: &Reply) -> StepResult {
    if reply.is_served() && reply.answer.status == 200 {
        return Ok(());
    }
    Err(Mismatch::behaviour("it is served, with HTTP 200", reply.summary()))
}

/// A standard error with this slug, sealed or not, and with the HTTP status of the slug where a
/// document states one (envelope-rest, Standard error object, Common error slugs).
pub(super) fn refused_as(reply: &Reply, slug: &str) -> StepResult {
    let stated = STATUSES.iter().find(|(one, _)| *one == slug).map(|(_, status)| *status);
    let status = reply.answer.status;
    let right = stated.map_or((400..600).contains(&status), |stated| stated == status);
    if reply.slug() == Some(slug) && right {
        return is_error_object(reply);
    }
    let with = stated.map(|status| format!(" and HTTP {status}")).unwrap_or_default();
    Err(Mismatch::behaviour(format!("refused with error_slug {slug}{with}"), reply.summary()))
}

/// The three members that every standard error has.
fn is_error_object(reply: &Reply) -> StepResult {
    if reply.payload["success"] == false
        && reply.text("error").is_some()
        && reply.text("error_slug").is_some()
    {
        return Ok(());
    }
    Err(Mismatch::behaviour("success false, a text as error and as error_slug", reply.summary()))
}

then!("it is served", is_served);
fn is_served(world: &mut World) -> StepResult {
    served(world.reply()?)
}

then!("it is refused as {string}", is_refused_as);
fn is_refused_as(world: &mut World, slug: String) -> StepResult {
    refused_as(world.reply()?, &slug)
}

then!("it is not refused as {string}", not_refused_as);
fn not_refused_as(world: &mut World, slug: String) -> StepResult {
    let reply = world.reply()?;
    if reply.slug() == Some(slug.as_str()) {
        return Err(Mismatch::behaviour(format!("no {slug}"), reply.summary()));
    }
    Ok(())
}

then!("both are refused alike as {string}", refused_alike);
fn refused_alike(world: &mut World, slug: String) -> StepResult {
    let [first, second] = world.two_replies()?;
    refused_as(first, &slug)?;
    refused_as(second, &slug)?;
    if first.answer.status == second.answer.status && first.payload == second.payload {
        return Ok(());
    }
    Err(Mismatch::behaviour(first.summary(), second.summary()))
}

then!("it is refused with a standard error", standard_error);
fn standard_error(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    if (400..500).contains(&reply.answer.status) && reply.slug().is_some() {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 4xx with a standard error", reply.summary()))
}

then!("it is refused and nothing is shown", refused);
fn refused(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    if (400..500).contains(&reply.answer.status) && reply.sealed.is_none() {
        return Ok(());
    }
    Err(Mismatch::behaviour("HTTP 4xx without an envelope", reply.summary()))
}

then!("nothing of {string} is shown", nothing_of);
fn nothing_of(world: &mut World, name: String) -> StepResult {
    let card = name.strip_prefix("the order of ").unwrap_or(&name);
    let card = match card {
        "the card" => world.envelope.cards.get("the card")?,
        other => world.envelope.cards.get(other)?,
    };
    let reply = world.reply()?;
    let said = reply.payload.to_string();
    let order = card.order.as_deref().unwrap_or("no order");
    if said.contains(order) || said.contains(&card.id) {
        return Err(Mismatch::behaviour(format!("nothing of {name}"), reply.summary()));
    }
    Ok(())
}

then!("it is answered with status {int}", with_status);
fn with_status(world: &mut World, status: u16) -> StepResult {
    let reply = world.reply()?;
    if reply.answer.status == status {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {status}"), reply.summary()))
}

then!("{string} has status {int}", slug_has_status);
fn slug_has_status(world: &mut World, slug: String, status: u16) -> StepResult {
    let reply = world.reply()?;
    // Whether the slug is the right one is the matter of another requirement.
    if reply.slug() != Some(slug.as_str()) || reply.answer.status == status {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("{slug} with HTTP {status}"), reply.summary()))
}

then!("the answer is a standard error object", error_object);
fn error_object(world: &mut World) -> StepResult {
    is_error_object(world.reply()?)
}

then!("whatever refuses it is a standard error object", any_error_object);
fn any_error_object(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    if reply.is_served() {
        return Ok(());
    }
    is_error_object(reply)
}

then!(regex r"^whatever refuses it has a status of ([45])xx$", has_status_of_class);
/// A sealed answer that says nothing of errors is a service, and is let pass.
fn has_status_of_class(world: &mut World, class: u16) -> StepResult {
    let reply = world.reply()?;
    let status = reply.answer.status;
    if status / 100 == class || status == 200 && reply.is_served() && reply.sealed.is_some() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("HTTP {class}xx, or a service"), reply.summary()))
}

then!("the answer is sealed, and {string} is not in clear", sealed);
fn sealed(world: &mut World, secret: String) -> StepResult {
    let reply = world.reply()?;
    let hidden = !reply.clear().contains(&secret) && reply.answer.json.get("error").is_none();
    if reply.sealed.is_some() && reply.payload.is_object() && hidden {
        return Ok(());
    }
    Err(Mismatch::behaviour("an envelope that the project's secret opens", reply.summary()))
}

then!("the answer is a version 2 envelope, and nothing of it is in clear", version_2);
fn version_2(world: &mut World) -> StepResult {
    let reply = world.reply()?;
    let in_clear = reply.payload.as_object().is_some_and(|members| {
        members.keys().any(|member| reply.answer.json.get(member).is_some())
    });
    let codec =
        world.target()?.surfaces.envelope.as_ref().and_then(|one| one.codec).unwrap_or_default();
    let sealed = reply.sealed.as_ref();
    let right = match codec.version.0 {
        Some(version) => sealed.and_then(|bytes| bytes.first().copied()) == Some(version),
        None => sealed.is_some(),
    };
    if right && reply.payload.is_object() && !in_clear {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "{\"encrypted\": …} of the right version that opens to an object, and nothing beside it",
        reply.summary(),
    ))
}

then!("no two different answers have the same nonce", own_nonces);
fn own_nonces(world: &mut World) -> StepResult {
    let sealer = world.project("the project")?.sealer()?;
    let mut seen: Vec<(&[u8], &[u8])> = Vec::new();
    for sealed in world.envelope.replies.iter().filter_map(|reply| reply.sealed.as_ref()) {
        let start = sealer.place(Part::Nonce, sealed.len());
        let nonce = &sealed[start..start + NONCE];
        if seen.iter().any(|(other, answer)| *other == nonce && *answer != sealed) {
            let shown = format!("{} again", hex::encode(nonce));
            return Err(Mismatch::behaviour("a nonce of its own for each answer", shown));
        }
        seen.push((nonce, sealed));
    }
    Ok(())
}

then!("the reason names {string}", reason_names);
fn reason_names(world: &mut World, part: String) -> StepResult {
    let reply = world.reply()?;
    if reply.text("error").is_some_and(|text| text.contains(&part)) {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("an error that names {part}"), reply.summary()))
}

then!("the answer has the members", has_members);
fn has_members(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    for row in rows(step) {
        if reply.payload.get(&row[0]).is_none() {
            return Err(Mismatch::behaviour(format!("a member {}", row[0]), reply.summary()));
        }
    }
    Ok(())
}

then!("the answer has texts as", has_texts);
fn has_texts(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    rows(step)
        .iter()
        .try_for_each(|row| at::text(&reply.payload, &format!("/{}", row[0])).map(drop))
}

then!("the answer has times as", has_times);
fn has_times(world: &mut World, step: &Step) -> StepResult {
    let reply = world.reply()?;
    rows(step).iter().try_for_each(|row| is_time(&reply.payload, &row[0]))
}

then!("the balance is a decimal text", decimal_balance);
fn decimal_balance(world: &mut World) -> StepResult {
    money::amount(&world.reply()?.payload, "balance").map(drop)
}

/// An ISO 8601 time at a member.
pub(super) fn is_time(json: &Value, member: &str) -> StepResult {
    let time = json[member].as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    if time.is_some() {
        return Ok(());
    }
    Err(Mismatch::behaviour(format!("an ISO 8601 time as {member}"), json[member].to_string()))
}

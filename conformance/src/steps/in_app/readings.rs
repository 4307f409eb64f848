//! Ambiguities of the in-app guides: either way is fine, and is reported.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

use crate::{Mismatch, StepResult, World, checks::graphql::refusal, drivers::Answer};

/// Whether an operation refuses by its own result (form 1 of section 0.3), and not as a request.
fn is_own_failure(answer: &Answer, field: &str) -> bool {
    let result = answer.result(field);
    answer.status == 200 && result.is_some_and(|result| result["success"] == false)
}

then!(
    "{word} is refused as a request (reading {string}) or by its own failure (reading {string})",
    form_of_refusal
);
fn form_of_refusal(
    world: &mut World,
    field: String,
    request: String,
    failure: String,
) -> StepResult {
    world.refused(&field)?;
    let own = is_own_failure(world.answer()?, &field);
    world.found_reading(if own { &failure } else { &request });
    Ok(())
}

then!(
    "the second use of {word} fails by itself (reading {string}) or as a request (reading {string}), if it fails",
    second_use
);
fn second_use(world: &mut World, field: String, failure: String, request: String) -> StepResult {
    if refusal::succeeded(world.answer()?, &field).is_ok() {
        return Err(Mismatch::missing("a session that works once", "the second use is served"));
    }
    form_of_refusal(world, field, request, failure)
}

then!(
    "the key of the session {string} is a public key (reading {string}) or anything else (reading {string})",
    kind_of_key
);
fn kind_of_key(world: &mut World, name: String, wrapped: String, symmetric: String) -> StepResult {
    let key = world.graphql.sessions.get(&name)?.key;
    // A SubjectPublicKeyInfo begins with a sequence, longer than any symmetric key.
    let der = BASE64_STANDARD.decode(&key).unwrap_or_default();
    let public = key.contains("PUBLIC KEY") || (der.first() == Some(&0x30) && der.len() > 64);
    world.found_reading(if public { &wrapped } else { &symmetric });
    Ok(())
}

/// Names of application statuses in camel case.
const STATUSES: [&str; 8] = [
    "pending",
    "approved",
    "denied",
    "needsVerification",
    "needsInformation",
    "manualReview",
    "locked",
    "canceled",
];

then!(
    "the statuses are in camel case (reading {string}) or in upper case (reading {string})",
    case
);
fn case(world: &mut World, camel: String, upper: String) -> StepResult {
    let answered = world.value("the status answered")?.clone();
    let rows = world.result("AgioCard_card_application")?.clone();
    let shown = rows.as_array().into_iter().flatten().map(|row| row["application_status"].clone());
    let mut found = None;
    for status in shown.chain([answered]) {
        let text = status.as_str().unwrap_or_default();
        let known = STATUSES.iter().find(|one| one.eq_ignore_ascii_case(text));
        let known =
            known.ok_or_else(|| Mismatch::behaviour("a known status", status.to_string()))?;
        if text == *known {
            found = found.or(Some(camel.clone()));
        } else if text == known.to_uppercase() {
            found = Some(upper.clone());
        }
    }
    world.found_reading(&found.unwrap_or_else(|| "mixed".to_owned()));
    Ok(())
}

then!(
    "the first answer is pending (reading {string}) or the outcome (reading {string})",
    first_answer
);
fn first_answer(world: &mut World, pending: String, outcome: String) -> StepResult {
    let result = world.result("createRainCardApplication")?;
    let status = result["applicationStatus"].as_str().unwrap_or_default().to_owned();
    let is_known = STATUSES.iter().any(|one| one.eq_ignore_ascii_case(&status));
    if !is_known {
        return Err(Mismatch::behaviour("a known status", status));
    }
    let first = status.eq_ignore_ascii_case("pending");
    world.found_reading(if first { &pending } else { &outcome });
    Ok(())
}

then!(
    "the replacement of {string} tells the new card and issuer ids (reading {string}), internal ids (reading {string}) or the old card (reading {string})",
    replacement_ids
);
async fn replacement_ids(
    world: &mut World,
    old: String,
    external: String,
    internal: String,
    old_id: String,
) -> StepResult {
    let old = world.graphql.cards.get(&old)?;
    let result = world.result("replaceVirtualRainCard")?.clone();
    let document = "{ AgioCard_vw_card { id card_external_id last4 created_at } }";
    let answer = world.query(&old.owner, document, &Value::Null).await?;
    let rows = answer.result("AgioCard_vw_card").and_then(Value::as_array).cloned();
    let rows = rows.unwrap_or_default();
    let newest = rows.iter().max_by_key(|row| row["id"].as_i64());
    let newest = newest.ok_or_else(|| Mismatch::behaviour("cards", answer.summary()))?;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let is = |value: &Value, wanted: &Value| text(value) == text(wanted);
    let before = [Value::from(old.id), Value::from(old.external_id.unwrap_or_default())];
    let after = [newest["id"].clone(), newest["card_external_id"].clone()];
    let (told_old, told_new) = (&result["oldCardId"], &result["newCard"]["id"]);
    let known = before.iter().any(|id| is(told_old, id)) && after.iter().any(|id| is(told_new, id));
    let reading = match (is(&result["id"], &before[0]), is(&result["id"], &after[0]), known) {
        (true, _, true) => old_id,
        (_, true, true) if is(told_old, &before[1]) && is(told_new, &after[1]) => external,
        (_, true, true) => internal,
        _ => {
            let wanted = format!("ids of {before:?} and {after:?}");
            return Err(Mismatch::behaviour(wanted, result.to_string()));
        }
    };
    world.found_reading(&reading);
    Ok(())
}

then!(
    "the wallet query finds nothing (reading {string}), a wallet (reading {string}) or is an error (reading {string})",
    null_operand
);
fn null_operand(world: &mut World, nothing: String, left_out: String, error: String) -> StepResult {
    let answer = world.answer()?;
    let rows = answer.result("AgioCrypto_digital_wallet").and_then(Value::as_array);
    let reading = match rows {
        None if !answer.errors().is_empty() || answer.status >= 400 => error,
        None => return Err(Mismatch::behaviour("rows or an error", answer.summary())),
        Some(rows) if rows.is_empty() => nothing,
        Some(_) => left_out,
    };
    world.found_reading(&reading);
    Ok(())
}

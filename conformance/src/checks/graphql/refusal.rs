//! Refusals, whose form no source prints.

use serde_json::Value;

use crate::{Mismatch, StepResult, drivers::Answer};

/// The statuses that refuse a request without a result, on one of the two surfaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forms(&'static [u16]);

impl Forms {
    /// The partner surface (its contract, section 2.9).
    pub const PARTNER: Self = Self(&[400, 403]);

    /// The in-app surface (its contract, section 0.3).
    pub const IN_APP: Self = Self(&[400, 401, 403, 404]);
}

/// Any of these: the envelope says `success: false` with a reason; there are GraphQL errors and no
/// success; the status refuses and there is no result.
pub fn refused(answer: &Answer, field: &str, forms: Forms) -> StepResult {
    let result = answer.result(field);
    let success = result.and_then(|result| result.get("success")).and_then(Value::as_bool);
    let reason = result.and_then(|result| result.get("error")).and_then(Value::as_str);
    let in_envelope = answer.status == 200
        && success == Some(false)
        && reason.is_some_and(|reason| !reason.is_empty());
    let in_errors = !answer.errors().is_empty() && success != Some(true);
    let by_status = forms.0.contains(&answer.status) && result.is_none();
    if in_envelope || in_errors || by_status {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!(
            "{field} refused: success false with an error, GraphQL errors, or one of {:?}",
            forms.0
        ),
        answer.summary(),
    ))
}

/// The reason of a refusal: the envelope's `error`, else the message of the first GraphQL error.
pub fn reason<'a>(answer: &'a Answer, field: &str) -> StepResult<&'a str> {
    answer
        .result(field)
        .and_then(|result| result.get("error"))
        .filter(|error| !error.is_null())
        .or_else(|| answer.errors().first()?.get("message"))
        .and_then(Value::as_str)
        .ok_or_else(|| Mismatch::behaviour(format!("a reason of {field}"), answer.summary()))
}

/// The envelope says `success: true` and no error.
pub fn succeeded<'a>(answer: &'a Answer, field: &str) -> StepResult<&'a Value> {
    let result = answer.result(field);
    match result {
        Some(result)
            if answer.status == 200 && result.get("success") == Some(&Value::Bool(true)) =>
        {
            Ok(result)
        }
        _ => Err(Mismatch::behaviour(format!("{field} succeeds"), answer.summary())),
    }
}

/// The first error has this code, and a message as every error of GraphQL has.
pub fn coded(answer: &Answer, code: &str) -> StepResult {
    let told = answer.errors().first().and_then(|error| error.get("message"));
    let is_told = told.and_then(Value::as_str).is_some_and(|message| !message.is_empty());
    if answer.code() == Some(code) && is_told {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        format!("errors[0] with a message, and {code} as extensions.code"),
        answer.summary(),
    ))
}

/// There is no data, or nothing but nulls in it: what was asked for is not told beside the refusal.
pub fn without_data(answer: &Answer) -> StepResult {
    let is_empty = match answer.json.get("data") {
        Some(Value::Object(members)) => members.values().all(Value::is_null),
        other => other.is_none_or(Value::is_null),
    };
    if is_empty {
        return Ok(());
    }
    Err(Mismatch::behaviour("a refusal without data", answer.summary()))
}

/// 403 `FORBIDDEN` in the documented form, which tells nothing about the resource.
pub fn forbidden(answer: &Answer) -> StepResult {
    let errors = answer.errors();
    let told = errors.first().and_then(|error| error.get("message")).and_then(Value::as_str);
    let data = answer.json.get("data");
    if answer.status == 403
        && data == Some(&Value::Null)
        && answer.code() == Some("FORBIDDEN")
        && told == Some("Not Authorized")
    {
        return Ok(());
    }
    Err(Mismatch::behaviour(
        "HTTP 403 {\"data\":null,\"errors\":[{\"message\":\"Not Authorized\",\"extensions\":{\"code\":\"FORBIDDEN\"}}]}",
        answer.summary(),
    ))
}

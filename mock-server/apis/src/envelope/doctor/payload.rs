//! Mistakes inside an envelope that opens: no JSON object, a wrong timestamp, a payload that was
//! sent before.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    super::{numbers, raw, stamp},
    Case, layers,
};
use crate::{
    log::{Certainty, Class, Diagnosis, Entry, Proof, Reason},
    world::clock::written,
};

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(plain) = case.inside(case.entry) else { return Vec::new() };
    let value = numbers::read(&plain);
    if is_envelope(&plain, value.as_ref().ok()) {
        let says = "Inside the envelope is another envelope.";
        return vec![Diagnosis::proved("er-double-envelope", says, Proof::of(true))];
    }
    let found = match (case.entry.reason(), &value) {
        (Some(Reason::Replay), _) => Some(duplicate(case)),
        (Some(Reason::PayloadFormat), Err(error)) => {
            Some(layers::unreadable("er-not-json-inside", "What is inside", &plain, error))
        }
        (Some(Reason::PayloadFormat), Ok(value)) => {
            let says = "What is inside is JSON, but no object.";
            Some(Diagnosis::proved("er-not-an-object", says, Proof::of(!value.is_object())))
        }
        (Some(Reason::TimestampMissing), Ok(value)) => Some(missing(value)),
        (Some(Reason::TimestampFormat), Ok(value)) => {
            text_of(&plain).and_then(|text| form(case, &value[stamp::NAME], text))
        }
        (Some(Reason::TimestampWindow), Ok(value)) => text_of(&plain).and_then(|text| {
            let rules = &case.redaction.rules().er.ts;
            let digits = stamp::integer(&value[stamp::NAME], text, rules)?;
            Some(window(case, &digits, text))
        }),
        _ => None,
    };
    found.into_iter().collect()
}

/// The timestamp as it was written.
fn text_of(plain: &[u8]) -> Option<&str> {
    raw::member(std::str::from_utf8(plain).ok()?, stamp::NAME)
}

/// An object with `encrypted`, or the base64 of bytes that begin like an envelope.
fn is_envelope(plain: &[u8], value: Option<&Value>) -> bool {
    let begins_so =
        |text: &str| STANDARD.decode(text).is_ok_and(|bytes| bytes.len() > 40 && bytes[0] == 2);
    match value {
        Some(Value::Object(members)) => {
            members.get("encrypted").is_some_and(Value::is_string)
                && !members.contains_key(stamp::NAME)
        }
        Some(Value::String(text)) => begins_so(text),
        Some(_) => false,
        None => std::str::from_utf8(plain).is_ok_and(begins_so),
    }
}

/// No timestamp at the root.
fn missing(value: &Value) -> Diagnosis {
    let is_missing = value[stamp::NAME].is_null();
    let wrapped = value.get("data").is_some_and(|data| data.get(stamp::NAME).is_some());
    let (cause, says) = match wrapped {
        true => ("er-wrapped-in-data", "The fields are wrapped in the member data."),
        false => ("er-ts-missing", "There is no member request_timestamp."),
    };
    Diagnosis::proved(cause, says, Proof::of(is_missing))
}

/// A timestamp that the server does not read as an integer.
fn form(case: &Case<'_>, sent: &Value, text: &str) -> Option<Diagnosis> {
    let rules = &case.redaction.rules().er.ts;
    let refused = stamp::integer(sent, text, rules).is_none();
    let says = match sent {
        Value::Number(_) => "The timestamp is a number with a point or an exponent, no integer.",
        Value::String(text) if stamp::integer(&Value::from(0), text, rules).is_some() => {
            "The timestamp is a text; it is to be a JSON integer."
        }
        Value::String(_) => "The timestamp is a text, and not one of an integer.",
        _ => "The timestamp is neither an integer nor a text.",
    };
    let shown = match sent {
        Value::String(text) => case.redaction.text(Class::Stamp, text),
        Value::Number(_) => case.redaction.text(Class::Stamp, text),
        _ => "another type".to_owned(),
    };
    let found = Diagnosis::proved("er-ts-text", says, Proof::of(refused));
    refused.then(|| found.shown_by(json!({ "sent": shown })))
}

/// A timestamp outside the window, in digits.
fn window(case: &Case<'_>, digits: &str, text: &str) -> Diagnosis {
    let rules = &case.redaction.rules().er.ts;
    let (at, real) = (case.entry.at, case.entry.real_at);
    let inside = |number: i128, clock| {
        i64::try_from(number).is_ok_and(|number| stamp::near(number, rules, clock).is_some())
    };
    // How far a secret is from the clock tells the secret.
    if case.redaction.betrays(text) {
        let out = digits.parse::<i128>().map_or(true, |number| !inside(number, at));
        return Diagnosis::proved("er-ts-skew", "It is no timestamp.", Proof::of(out));
    }
    let Ok(number) = digits.parse::<i128>() else {
        let says = format!("It has {} digits; microseconds of today have 16.", text.len());
        return Diagnosis::proved("er-ts-skew", says, Proof::of(digits.parse::<i64>().is_err()))
            .shown_by(json!({"digits": text.len()}));
    };
    let is_out = !inside(number, at);
    let evidence = json!({ "sent": digits.parse::<i64>().map_or(json!(digits), Value::from) });
    // Seconds hide up to one of them, milliseconds less.
    let units = [
        ("er-ts-seconds", number.saturating_mul(1_000_000), "seconds"),
        ("er-ts-millis", number.saturating_mul(1_000), "milliseconds"),
        ("er-ts-nanos", number / 1_000, "nanoseconds"),
    ];
    let unit = |clock| units.into_iter().find(|(_, meant, _)| inside(*meant, clock));
    if let Some((cause, meant, what)) = unit(at) {
        let says = format!("The timestamp is right if it is read as {what}.");
        return Diagnosis::proved(cause, says, Proof::of(is_out && inside(meant, at)))
            .shown_by(evidence);
    }
    if inside(number, real) {
        let says =
            format!("It is right by the machine's clock, but in this world it is {}.", written(at));
        return Diagnosis::proved("er-ts-world-moved", says, Proof::of(is_out)).shown_by(evidence);
    }
    if let Some((cause, _, what)) = unit(real) {
        let says = format!("The timestamp is near the machine's clock if it is read as {what}.");
        return Diagnosis::proved(cause, says, Proof::of(is_out)).shown_by(evidence);
    }
    let by = number.saturating_sub(i128::from(at.as_microsecond())) as f64 / 1e6;
    let side = if by < 0.0 { "behind" } else { "ahead of" };
    let says = format!("It is {} s {side} the world's clock.", by.abs());
    let evidence = json!({"sent": evidence["sent"], "seconds": by});
    Diagnosis::proved("er-ts-skew", says, Proof::of(is_out)).shown_by(evidence)
}

/// The first use of a request that came again.
fn duplicate(case: &Case<'_>) -> Diagnosis {
    let stamp = |entry: &Entry| Some(text_of(&case.inside(entry)?)?.to_owned());
    let ours = stamp(case.entry);
    let same = |other: &Entry| {
        let (one, two) = (&other.request.head, &case.entry.request.head);
        one.path() == two.path()
            && one.header(super::API_KEY) == two.header(super::API_KEY)
            && other.reason() != Some(Reason::Replay)
            && stamp(other) == ours
    };
    match case.redaction.log().and_then(|log| log.last_before(case.entry.n, same)) {
        Some(first) => {
            let ago = case.entry.at.duration_since(first.at).as_secs_f64();
            let says = format!("Request {} had the same timestamp, {ago} s before.", first.n);
            let proof = Proof::of(same(&first));
            Diagnosis::proved("er-duplicate", says, proof)
                .shown_by(json!({"first": first.n, "seconds": ago}))
        }
        None => {
            let says = "Its first use is no more in the log, or had another form.";
            Diagnosis::guessed("er-duplicate", says, Certainty::Likely)
        }
    }
}

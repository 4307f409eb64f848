//! What is inside the envelope: another form, another timestamp, or the same as before.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::Case;
use crate::{
    log::{Certainty, Class, Diagnosis, Entry},
    register::Reason,
    world::clock::written,
};

const STAMP: &str = "request_timestamp";

pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(plain) = case.inside(case.entry) else { return Vec::new() };
    let value: Option<Value> = serde_json::from_slice(&plain).ok();
    let one = match (case.entry.reason(), value) {
        (Some(Reason::Replay), _) => duplicate(case),
        (_, value) if is_envelope(&plain, value.as_ref()) => {
            Diagnosis::proved("er-double-envelope", "Inside the envelope is another envelope.")
        }
        (_, None) => Diagnosis::proved("er-not-json-inside", "What is inside is not JSON."),
        (_, Some(Value::Object(members))) => match members.get(STAMP) {
            Some(sent) if !sent.is_null() => stamp(case, sent),
            _ => match members.get("data").and_then(|data| data.get(STAMP)) {
                Some(_) => {
                    let says = "The fields are wrapped in the member data.";
                    Diagnosis::proved("er-wrapped-in-data", says)
                }
                None => Diagnosis::proved("er-ts-missing", "There is no member request_timestamp."),
            },
        },
        (_, Some(_)) => {
            Diagnosis::proved("er-not-an-object", "What is inside is JSON, but no object.")
        }
    };
    vec![one]
}

/// An object with `encrypted`, or the base64 of bytes that begin like an envelope.
fn is_envelope(plain: &[u8], value: Option<&Value>) -> bool {
    let begins_so =
        |text: &str| STANDARD.decode(text).is_ok_and(|bytes| bytes.len() > 40 && bytes[0] == 2);
    match value {
        Some(Value::Object(members)) => {
            members.get("encrypted").is_some_and(Value::is_string) && !members.contains_key(STAMP)
        }
        Some(Value::String(text)) => begins_so(text),
        Some(_) => false,
        None => std::str::from_utf8(plain).is_ok_and(begins_so),
    }
}

/// A timestamp that is not what it should be.
fn stamp(case: &Case<'_>, sent: &Value) -> Diagnosis {
    let Some(number) = sent.as_i64() else {
        let shown = match sent {
            Value::String(text) => case.sight.text(Class::Stamp, text),
            Value::Number(number) => case.sight.text(Class::Stamp, &number.to_string()),
            _ => "another type".to_owned(),
        };
        let says = "The timestamp is not a JSON integer.";
        return Diagnosis::proved("er-ts-text", says).shown_by(json!({ "sent": shown }));
    };
    // How far a secret is from the clock tells the secret.
    if case.sight.betrays(&number.to_string()) {
        return Diagnosis::proved("er-ts-skew", "It is no timestamp.");
    }
    let (now, real) = (case.entry.at.as_microsecond(), case.entry.real_at.as_microsecond());
    let window = case.sight.rules().er.ts.window_ms.saturating_mul(1000);
    let near = |at: i64, clock: i64| at.saturating_sub(clock).saturating_abs() <= window;
    // Seconds hide up to one of them, milliseconds less.
    let units = [
        ("er-ts-seconds", number.saturating_mul(1_000_000), "seconds"),
        ("er-ts-millis", number.saturating_mul(1_000), "milliseconds"),
        ("er-ts-nanos", number / 1_000, "nanoseconds"),
    ];
    let unit = |clock| units.into_iter().find(|(_, meant, _)| near(*meant, clock));
    let evidence = json!({ "sent": number });
    if let Some((cause, _, what)) = unit(now).filter(|_| !near(number, now)) {
        let says = format!("The timestamp is right if it is read as {what}.");
        return Diagnosis::proved(cause, says).shown_by(evidence);
    }
    if near(number, real) && !near(number, now) {
        let says = format!(
            "It is right by the machine's clock, but in this world it is {}.",
            written(case.entry.at)
        );
        return Diagnosis::proved("er-ts-world-moved", says).shown_by(evidence);
    }
    if let Some((cause, _, what)) = unit(real) {
        let says = format!("The timestamp is near the machine's clock if it is read as {what}.");
        return Diagnosis::proved(cause, says).shown_by(evidence);
    }
    let by = number.saturating_sub(now) as f64 / 1e6;
    let side = if by < 0.0 { "behind" } else { "ahead of" };
    let says = format!("It is {} s {side} the world's clock.", by.abs());
    Diagnosis::proved("er-ts-skew", says).shown_by(json!({"sent": number, "seconds": by}))
}

/// The first use of a request that came again.
fn duplicate(case: &Case<'_>) -> Diagnosis {
    let stamp = |entry: &Entry| {
        let value: Value = serde_json::from_slice(&case.inside(entry)?).ok()?;
        Some(value.get(STAMP)?.to_string())
    };
    let ours = stamp(case.entry);
    let same = |other: &Entry| {
        let (one, two) = (&other.request.head, &case.entry.request.head);
        one.path() == two.path()
            && one.header(super::API_KEY) == two.header(super::API_KEY)
            && other.reason() != Some(Reason::Replay)
            && stamp(other) == ours
    };
    match case.sight.log().and_then(|log| log.last_before(case.entry.n, same)) {
        Some(first) => {
            let ago = case.entry.at.duration_since(first.at).as_secs_f64();
            let says = format!("Request {} had the same timestamp, {ago} s before.", first.n);
            Diagnosis::proved("er-duplicate", says)
                .shown_by(json!({"first": first.n, "seconds": ago}))
        }
        None => {
            let says = "Its first use is no more in the log, or had another form.";
            Diagnosis::proved("er-duplicate", says).only(Certainty::Likely)
        }
    }
}

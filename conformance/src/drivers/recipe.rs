//! The arguments of `conformance send` that make a request anew, at the time that it is made: signed
//! or sealed as it was, with whatever is wrong with it. They name no credential of the target: who
//! asks is told by `--as`.

use super::{
    draft::{Draft, Seal, Stamp},
    envelope::{Body, Call, Idempotency, Payload, Spacing, call},
};

/// How `conformance send` calls an actor; `None` for one that only its scenario has.
fn who(actor: &str) -> Option<Vec<String>> {
    let name = match actor {
        "the partner" | "the project" => return Some(Vec::new()),
        "the second partner" | "the second project" => "second",
        "the locked project" => "no-access",
        _ => return None,
    };
    Some(vec!["--as".to_owned(), name.to_owned()])
}

/// For a request of the partner surface; empty where nobody else can make it.
pub fn of_draft(actor: &str, draft: &Draft) -> Vec<String> {
    let Draft { method, content_type, accept, key, stamp, seal, body, headers } = draft;
    let Some(mut all) = who(actor) else { return Vec::new() };
    all.push("pg".to_owned());
    all.extend(of_head(method, content_type.as_deref(), key.as_ref()));
    all.extend(accept.iter().map(|accept| format!("--accept={accept}")));
    all.extend(match stamp {
        Stamp::Shifted(0) => None,
        Stamp::Shifted(by) => Some(format!("--timestamp={by:+}")),
        Stamp::Text(text) => Some(format!("--timestamp=text={text}")),
        Stamp::Absent => Some("--timestamp=none".to_owned()),
    });
    let signature = match seal {
        Seal::Proper => None,
        Seal::Absent => Some("none".to_owned()),
        Seal::Base64 => Some("base64".to_owned()),
        Seal::UpperCase => Some("upper-case".to_owned()),
        Seal::BodyAlone => Some("body-alone".to_owned()),
        Seal::Text(text) => Some(format!("text={text}")),
        Seal::Secret(secret) => Some(format!("secret={secret}")),
        Seal::OfBody(other) => Some(format!("of-body-hex={}", hex::encode(other))),
        Seal::OfStamp(by) => Some(format!("of-time={by:+}")),
        Seal::JoinedBy(text) => Some(format!("joined-by={text}")),
    };
    all.extend(signature.map(|kind| format!("--signature={kind}")));
    all.extend(headers.iter().map(|(name, value)| format!("--header={name}: {value}")));
    all.extend(match std::str::from_utf8(body) {
        Ok(text) => positional(text),
        Err(_) => vec![format!("--hex={}", hex::encode(body))],
    });
    all
}

/// For a call of the envelope surface that is made at `now`, in microseconds; empty where nobody else
/// can make it.
pub fn of_call(actor: &str, call: &Call, now: i64) -> Vec<String> {
    let Call {
        path,
        query,
        method,
        content_type,
        key,
        idempotency,
        payload,
        spacing,
        secret,
        flaw,
        body,
    } = call;
    let Some(mut all) = who(actor) else { return Vec::new() };
    all.push("er".to_owned());
    all.extend(of_head(method, content_type.as_deref(), key.as_ref()));
    all.extend(match idempotency {
        Idempotency::Fresh => None,
        Idempotency::Key(key) => Some(format!("--idempotency-key={key}")),
        Idempotency::Absent => Some("--no-idempotency-key".to_owned()),
    });
    all.extend(match spacing {
        Spacing::Compact => None,
        Spacing::Blanks => Some("--spacing=blanks".to_owned()),
        Spacing::Lines => Some("--spacing=lines".to_owned()),
    });
    all.extend(secret.iter().map(|secret| format!("--secret={secret}")));
    all.extend(flaw.iter().map(|flaw| format!("--flaw={flaw}")));
    if let Body::Text(text) = body {
        all.push(format!("--around={text}"));
    }
    let path = format!("{path}{query}");
    match payload {
        Payload::Bytes(bytes) => {
            all.push(format!("--exactly-hex={}", hex::encode(bytes)));
            all.extend(positional(&path));
        }
        Payload::Fields { stamp, fields } => {
            all.extend(match stamp {
                call::Stamp::Fresh => None,
                call::Stamp::At(micros) => Some(format!("--timestamp={:+}", micros - now)),
                call::Stamp::Json(text) => Some(format!("--timestamp=json={text}")),
                call::Stamp::Absent => Some("--timestamp=none".to_owned()),
            });
            all.extend(positional(&path));
            if !fields.is_empty() {
                all.push(serde_json::Value::Object(fields.clone()).to_string());
            }
        }
    }
    all
}

fn of_head(method: &str, media_type: Option<&str>, key: Option<&Option<String>>) -> Vec<String> {
    let method = (method != "POST").then(|| format!("--method={method}"));
    let media_type = match media_type {
        Some("application/json") => None,
        Some(other) => Some(format!("--content-type={other}")),
        None => Some("--no-content-type".to_owned()),
    };
    let key = key.map(|key| match key {
        Some(key) => format!("--key={key}"),
        None => "--no-key".to_owned(),
    });
    [method, media_type, key].into_iter().flatten().collect()
}

/// An argument that is no option, whatever it begins with.
fn positional(text: &str) -> Vec<String> {
    let guard = text.starts_with('-').then(|| "--".to_owned());
    guard.into_iter().chain([text.to_owned()]).collect()
}

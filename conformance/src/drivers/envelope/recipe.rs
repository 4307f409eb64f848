//! The arguments of `conformance send er` that make a call anew.

use super::{Body, Call, Idempotency, Payload, Spacing, Stamp};
use crate::drivers::recipe::{of_head, positional, who};

/// For a call of the envelope surface that is made at `now`, in microseconds; empty where nobody
/// else can make it.
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
                Stamp::Fresh => None,
                Stamp::At(micros) => Some(format!("--timestamp={:+}", micros - now)),
                Stamp::Json(text) => Some(format!("--timestamp=json={text}")),
                Stamp::Absent => Some("--timestamp=none".to_owned()),
            });
            all.extend(positional(&path));
            if !fields.is_empty() {
                all.push(serde_json::Value::Object(fields.clone()).to_string());
            }
        }
    }
    all
}

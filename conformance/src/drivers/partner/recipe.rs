//! The arguments of `conformance send pg` that make a request anew.

use super::draft::{Draft, Seal, Stamp};
use crate::drivers::recipe::{of_head, positional, who};

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

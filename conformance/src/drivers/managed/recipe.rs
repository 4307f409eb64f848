//! The arguments of `conformance send mc` that make a request anew.

use super::{Bearer, ContentType, Request};
use crate::drivers::recipe::{positional, who};

/// For a request of an actor; empty where nobody else can make it. A token is not written down.
pub fn of_request(actor: &str, request: &Request) -> Vec<String> {
    let Request { method, path, content_type, bearer, key, headers, body, .. } = request;
    let Some(mut all) = who(actor) else { return Vec::new() };
    all.push("mc".to_owned());
    all.extend(match bearer {
        Bearer::Own => None,
        Bearer::Absent => Some("--no-token".to_owned()),
        Bearer::Token(_) | Bearer::Header(_) => return Vec::new(),
    });
    if method != "GET" {
        all.push(format!("--method={method}"));
    }
    all.extend(match content_type {
        ContentType::Usual => None,
        ContentType::Is(kind) => Some(format!("--content-type={kind}")),
        ContentType::Absent => Some("--no-content-type".to_owned()),
    });
    all.extend(key.iter().map(|key| format!("--idempotency-key={key}")));
    all.extend(headers.iter().map(|(name, value)| format!("--header={name}: {value}")));
    match std::str::from_utf8(body) {
        // A password is not written down.
        Ok(text) if text.contains("password") => return Vec::new(),
        Ok("") => all.extend(positional(path)),
        Ok(text) => {
            all.push(format!("--body={text}"));
            all.extend(positional(path));
        }
        Err(_) => {
            all.push(format!("--hex={}", hex::encode(body)));
            all.extend(positional(path));
        }
    }
    all
}

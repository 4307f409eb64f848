//! The body of a request as JSON (MC 4.1; 4.2, step 5).

use axum::http::{HeaderMap, HeaderValue, header};
use serde_json::{Map, Value};

use super::{codes::Code, endpoint::Endpoint, error::ApiError};
use crate::{
    gate::{Received, is_encoded, single},
    log::Reason,
    rulebook::{Rulebook, mc::GetContentType},
};

/// The members of the body. A GET has none, whatever was sent with it.
pub(super) fn read(
    endpoint: &Endpoint,
    headers: &HeaderMap,
    received: &Received,
    rules: &Rulebook,
) -> Result<Map<String, Value>, ApiError> {
    if endpoint.is_get() {
        let is_refused = match rules.mc.programs.get_content_type {
            GetContentType::Ignored => false,
            GetContentType::Required => !is_json(headers),
            GetContentType::Refused => headers.contains_key(header::CONTENT_TYPE),
        };
        return if is_refused { Err(unsupported(headers)) } else { Ok(Map::new()) };
    }
    let body = match received {
        Received::Whole(body) => body,
        Received::TooLarge => {
            let most = rules.mc.error.max_body_bytes;
            let detail = format!("The body is larger than {most} bytes.");
            return Err(ApiError::worded(Code::PayloadTooLarge, detail));
        }
        // The client was refused by its head, and is let in now.
        Received::Unread => return Err(ApiError::of(Code::ParseError)),
    };
    if body.is_empty() && endpoint.is_body_optional {
        return Ok(Map::new());
    }
    if is_encoded(headers) || !is_json(headers) {
        return Err(unsupported(headers));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(ApiError::of(Code::ParseError)),
    }
}

/// True for one header with `application/json`, whose charset, if it has one, is UTF-8.
fn is_json(headers: &HeaderMap) -> bool {
    let sent = single(headers, header::CONTENT_TYPE.as_str()).and_then(|value| value.to_str().ok());
    let mut parts = sent.unwrap_or_default().split(';').map(str::trim);
    let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    let is_other_charset = |part: &str| {
        let Some((name, value)) = part.split_once('=') else { return false };
        let value = value.trim().trim_matches('"');
        name.trim().eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8")
    };
    is_named && !parts.any(is_other_charset)
}

fn unsupported(headers: &HeaderMap) -> ApiError {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let detail = format!("Unsupported media type \"{}\" in request.", sent.unwrap_or_default());
    let error = ApiError::worded(Code::UnsupportedMediaType, detail).because(Reason::MediaType);
    match is_encoded(headers) {
        true => error.with_header(header::ACCEPT_ENCODING, HeaderValue::from_static("identity")),
        false => error,
    }
}

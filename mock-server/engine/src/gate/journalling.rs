//! The request as its journal record holds it (SB 13.1): after authentication and decryption, with
//! marks on everything secret.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, Uri, request::Parts},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Door, RequestContext,
    body_secrets::{self, BODY, TEXT, body, described},
};
use crate::world::{
    clock,
    journal::{DescribedRequest, Odd},
};

/// Headers on which an answer may depend once its request is authenticated.
const HEADERS: [&str; 6] =
    ["accept", "content-encoding", "content-type", "idempotency-key", "sandbox-world", "upgrade"];

/// Describes a request for its record. `body` is the body as the surface read it: decrypted.
pub(super) fn request<D: Door>(
    context: &RequestContext,
    parts: &Parts,
    body: &Bytes,
) -> DescribedRequest {
    let mut text = Vec::with_capacity(body.len() + USUAL);
    if write_plain::<D>(context, parts, body, &mut text).is_ok() {
        return DescribedRequest::Plain(text);
    }
    let mut members = Map::new();
    members.insert("method".to_owned(), json!(parts.method.as_str()));
    members.insert("path".to_owned(), json!(place(parts)));
    if let Some(auth_time) = auth_time(context) {
        members.insert("auth_time".to_owned(), json!(auth_time));
    }
    let headers = headers(&parts.headers);
    if !headers.is_empty() {
        members.insert("headers".to_owned(), Value::Object(headers));
    }
    let (name, body) = described(D::secrets(), body);
    members.insert(name.to_owned(), body);
    DescribedRequest::Marked(Value::Object(members))
}

/// Bytes that a described request usually has beside its body.
const USUAL: usize = 256;

/// Path and query.
fn place(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("/", |place| place.as_str())
}

/// The time by which the request was authenticated, where that is not world time.
fn auth_time(context: &RequestContext) -> Option<String> {
    (context.auth_time() != context.now()).then(|| clock::written(context.auth_time()))
}

/// Appends a request in canonical form; an error when its body is not written without values.
fn write_plain<D: Door>(
    context: &RequestContext,
    parts: &Parts,
    body: &Bytes,
    out: &mut Vec<u8>,
) -> Result<(), Odd> {
    out.push(b'{');
    if let Some(auth_time) = auth_time(context) {
        member("auth_time", &auth_time, out);
    }
    if !body.is_empty() {
        name(BODY, out);
        body_secrets::write_plain(D::secrets(), body, out)?;
    }
    let headers = headers(&parts.headers);
    if !headers.is_empty() {
        member("headers", &headers, out);
    }
    member("method", parts.method.as_str(), out);
    member("path", place(parts), out);
    if body.is_empty() {
        member(TEXT, "", out);
    }
    out.push(b'}');
    Ok(())
}

/// Appends a member; its value has one spelling.
fn member(of: &str, value: &(impl Serialize + ?Sized), out: &mut Vec<u8>) {
    name(of, out);
    serde_json::to_writer(out, value).expect("memory takes what is written to it");
}

/// Appends the name of a member, behind others.
fn name(name: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(if out.len() > 1 { b",\"" } else { b"\"" });
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// The headers that count, those that stand there twice as a list.
fn headers(sent: &HeaderMap) -> Map<String, Value> {
    let one = |name: &str| {
        let values = sent.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let mut values: Vec<Value> = values.map(Value::from).collect();
        let value = match values.len() {
            0 => return None,
            1 => values.remove(0),
            _ => Value::Array(values),
        };
        Some((name.to_owned(), value))
    };
    HEADERS.into_iter().filter_map(one).collect()
}

/// A request that is answered again: what stands in its record.
pub(super) struct Repeated {
    pub(super) parts: Parts,
    pub(super) body: Bytes,
    pub(super) auth_time: Option<jiff::Timestamp>,
}

/// Reads a described request; none when it is not one.
pub(super) fn repeated(request: &Value) -> Option<Repeated> {
    let method = match request["method"].as_str()? {
        // An operation over WebSocket is answered like one that was posted.
        "WS" => Method::POST,
        method => Method::from_bytes(method.as_bytes()).ok()?,
    };
    let uri: Uri = request["path"].as_str()?.parse().ok()?;
    let mut sent = axum::http::Request::builder().method(method).uri(uri);
    if request["method"] == "WS" {
        sent = sent.header("content-type", "application/json");
    }
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        let several = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in several {
            sent = sent.header(name.as_str(), value.as_str()?);
        }
    }
    let body = body(request)?;
    let auth_time = request["auth_time"].as_str().and_then(|text| text.parse().ok());
    let (parts, ()) = sent.body(()).ok()?.into_parts();
    Some(Repeated { parts, body, auth_time })
}

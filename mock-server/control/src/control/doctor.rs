//! The doctor for requests that are not sent (SB 9.3): would this be accepted, and if not, why?
//!
//! The request runs through the same gate as any other, in a copy of its world that is thrown away.
//! So the verdict is that of the surface itself, and nothing is sent, logged or consumed.

mod offline;

use std::collections::BTreeMap;

use axum::{
    Json,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderName, HeaderValue, Method, Request, Uri},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower::ServiceExt;
use utoipa::ToSchema;

use super::{Answer, Control, Problem, extract::LongBody, pointer::escaped};
pub use offline::{OfflineVerdict, judged_offline};

use crate::{
    gate::Received,
    log::{Outcome, Reason},
    mocked_api::MockedApi,
    spelling::nearest,
    world::clock::in_range,
};

/// A request to judge.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DoctorBody {
    request: RequestToJudge,
    /// World time at which it would arrive; the time of its world when absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Timestamp>,
}

/// A request as it would be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RequestToJudge {
    method: String,
    /// Path and query.
    path: String,
    /// Values by the names of headers.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    headers: BTreeMap<String, String>,
    /// The body as text.
    body: Option<String>,
    /// The bytes of the body in base64, in the place of `body`.
    body_base64: Option<String>,
}

/// The verdict on a request.
#[derive(Serialize, ToSchema)]
pub(super) struct DoctorAnswer {
    /// The world that the credential names; null when no world has it.
    #[schema(required)]
    world: Option<String>,
    /// The label of the caller.
    #[schema(required)]
    by: Option<String>,
    /// `ok`, `business_failure`, `invalid`, `refused`, `error` or `fault`.
    outcome: &'static str,
    /// The answer that it would get, redacted as in the log.
    would: WouldBody,
    /// Mistakes of the client, the surest first.
    diagnosis: Vec<Value>,
}

/// An answer that would be given.
#[derive(Serialize, ToSchema)]
struct WouldBody {
    /// HTTP status; null when a fault would lose the answer.
    #[schema(required)]
    status: Option<u16>,
    body: Value,
}

/// Tells how a request would be answered, and what is wrong with it.
///
/// The request runs in a copy of its world: nothing is sent, logged or consumed.
#[utoipa::path(post, path = "/doctor", request_body = DoctorBody, responses((status = 200, description = "The verdict.", body = DoctorAnswer)))]
pub(super) async fn doctor(
    State(control): State<Control>,
    LongBody(body): LongBody<DoctorBody>,
) -> Answer<DoctorAnswer> {
    judged(&control, body).await.map(|(answer, _)| Json(answer))
}

/// The verdict on a request, and the reasons for its answer.
async fn judged(
    control: &Control,
    DoctorBody { request, at }: DoctorBody,
) -> Result<(DoctorAnswer, Vec<Reason>), Problem> {
    if at.is_some_and(|at| !in_range(at)) {
        return Err(Problem::invalid("/at", "world time stays between 2000 and 2100"));
    }
    let bytes = request.bytes()?;
    let request = request.read(bytes.clone())?;
    let api = serving(control, request.uri().path())?;
    let (parts, body) = request.into_parts();
    let named = api.named_world(&control.worlds, &parts, &Received::Whole(bytes));
    let header = parts.headers.get("sandbox-world").and_then(|name| name.to_str().ok());
    let handle = named.clone().or_else(|| control.worlds.fallback(header));
    let copies = control.worlds.rehearsal(handle.as_ref(), at);
    let Ok(response) = api.service(copies.clone()).oneshot(Request::from_parts(parts, body)).await;
    drop(response);
    let copy = handle.as_ref().and_then(|handle| copies.get(handle.id()).ok());
    let in_world = copy.and_then(|copy| copy.log().get(1));
    let redaction = match &handle {
        Some(handle) if in_world.is_some() => control.redaction(handle),
        _ => control.redaction_of_all(),
    };
    let entry = in_world.or_else(|| copies.unrouted().get(1)).ok_or_else(|| {
        // Refused before it was read, as a body that is too large.
        Problem::invalid("/request", "the server itself would refuse it; see its limits")
    })?;
    let mut shown = entry.shown(&redaction);
    let diagnosis = match shown["diagnosis"].take() {
        Value::Array(found) => found,
        _ => Vec::new(),
    };
    let reasons = entry.done.iter().map(|(_, reason)| *reason).collect();
    let answer = DoctorAnswer {
        world: named.map(|handle| handle.id().to_owned()),
        by: shown["by"].as_str().map(ToOwned::to_owned),
        outcome: Outcome::of(&entry).word(),
        would: WouldBody { status: entry.status(), body: shown["answer"]["body"].take() },
        diagnosis,
    };
    Ok((answer, reasons))
}

impl RequestToJudge {
    fn bytes(&self) -> Result<Bytes, Problem> {
        match (&self.body, &self.body_base64) {
            (Some(text), None) => Ok(Bytes::from(text.clone())),
            (None, Some(text)) => STANDARD
                .decode(text)
                .map(Bytes::from)
                .map_err(|_| Problem::invalid("/request/body_base64", "it is no base64")),
            (None, None) => Ok(Bytes::new()),
            (Some(_), Some(_)) => {
                Err(Problem::invalid("/request/body_base64", "give it or `body`"))
            }
        }
    }

    fn read(&self, body: Bytes) -> Result<Request<Body>, Problem> {
        let method = Method::from_bytes(self.method.as_bytes())
            .map_err(|_| Problem::invalid("/request/method", "no method of HTTP"))?;
        let uri: Option<Uri> = self.path.parse().ok();
        let uri = uri.filter(|uri| uri.path().starts_with('/'));
        let uri = uri.ok_or_else(|| Problem::invalid("/request/path", "a path begins with /"))?;
        let mut request = Request::new(Body::from(body));
        for (name, value) in &self.headers {
            let place = format!("/request/headers/{}", escaped(name));
            let wrong = || Problem::invalid(&place, "HTTP has no such header");
            let name: HeaderName = name.parse().map_err(|_| wrong())?;
            request.headers_mut().append(name, HeaderValue::from_str(value).map_err(|_| wrong())?);
        }
        (*request.method_mut(), *request.uri_mut()) = (method, uri);
        Ok(request)
    }
}

/// The mocked API that answers at a path.
fn serving(control: &Control, path: &str) -> Result<&'static dyn MockedApi, Problem> {
    let length = |api: &&'static dyn MockedApi| {
        let held = api.roots().iter().filter(|root| root.holds(path));
        held.map(|root| root.path().len()).max()
    };
    let found = control.apis(None).filter(|api| length(api).is_some()).max_by_key(length);
    found.ok_or_else(|| {
        let doors = control.apis(None).flat_map(|api| api.log_renderer().doors());
        let near = nearest(path, doors.collect::<Vec<_>>());
        let detail = format!("no mocked API answers at {path:?}");
        Problem::invalid("/request/path", detail).with("did_you_mean", near)
    })
}

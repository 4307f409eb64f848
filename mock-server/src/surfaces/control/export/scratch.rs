//! A session, run again in a world of its own that has no deviation.
//!
//! Requests of the log are sent again as they came, at the instants at which they came: the world
//! has the id and the seed of the original, so that keys, signatures and tokens count in it.
//! Requests that only the journal has are answered again from their records.

use std::{ops::Range, sync::Arc, sync::OnceLock};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use jiff::Timestamp;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::Material;
use crate::{
    crypto::{sealed, signature},
    gate::{Answer, WebhookSender, recorded_body},
    log::{Answered, Entry, Head, Kept, Request as Logged},
    surface::Surface,
    surfaces::{
        MockedApi,
        control::{Control, ROOT, create_world},
    },
    world::{
        CreationError, Definition, World,
        journal::Kind,
        replay::{Recorded, Replay, ReplayError},
        strip::{Samples, stripped_with},
    },
    worlds::{Handle, Worlds},
};

/// A session that was run again.
pub(super) struct Ran {
    /// Definition of the world.
    pub(super) definition: Definition,
    /// The world at its birth, setup included.
    pub(super) born: World,
    /// What happened, in order.
    pub(super) items: Vec<Item>,
    /// The samples that stand for secrets in control requests.
    pub(super) samples: Samples,
}

/// Something that happened.
pub(super) enum Item {
    /// A request to a mocked API.
    Call(Box<Call>),
    /// A request to the control plane that changed the world.
    Control(ControlCall),
    /// A request that is told of and not repeated.
    Left {
        /// Its number; none for one of the control plane.
        n: Option<u64>,
        /// The reason.
        why: &'static str,
    },
}

/// A request to a mocked API, with the answer that a world without deviations gives.
pub(super) struct Call {
    /// Number of the request.
    pub(super) n: u64,
    /// World time.
    pub(super) at: Timestamp,
    /// The request and the right answer, as a log has them.
    pub(super) entry: Entry,
    /// Label of the caller; none before authentication.
    pub(super) by: Option<String>,
    /// True when the request changed the world.
    pub(super) changes: bool,
    /// True when no whole answer came.
    pub(super) is_lost: bool,
    /// The world before the request.
    pub(super) before: World,
}

/// A request to the control plane.
pub(super) struct ControlCall {
    /// World time.
    pub(super) at: Timestamp,
    /// The method.
    pub(super) method: String,
    /// The path below that of the world.
    pub(super) path: String,
    /// The body, with samples for secrets; null for none.
    pub(super) body: Value,
    /// HTTP status of the recorded answer.
    pub(super) status: u16,
}

fn create_conforming(definition: Definition) -> Result<World, CreationError> {
    create_world(Definition { deviations: Vec::new(), ..definition })
}

/// Runs a session again.
pub(super) async fn run(material: &Material<'_>) -> Result<Ran, ReplayError> {
    let (first, rest) = material.records.split_first().ok_or(ReplayError::NoWorld)?;
    let mut replay = Replay::begin(first, create_conforming)?;
    let mut samples = Samples::default();
    let shown = stripped_with(material.records, &mut samples)?;
    let mut displayed = Replay::begin(&shown[0], create_conforming)?;
    let mut ran = Ran {
        definition: Definition::clone(&replay.world.definition),
        born: replay.world.clone(),
        items: Vec::new(),
        samples,
    };
    let mut entries = material.entries.iter().peekable();
    let mut owned = 0..0;
    let mut has_begun = false;
    for (record, shown) in rest.iter().zip(&shown[1..]) {
        while let Some(entry) = entries.next_if(|entry| entry.records.start <= record.n) {
            owned = entry.records.clone();
            has_begun = true;
            ran.items.push(of_log(&mut replay.world, entry, material).await);
        }
        let recorded = replay.read(record)?;
        let displayed = displayed.read(shown)?;
        let Some(recorded) = recorded.filter(|_| !owned.contains(&record.n)) else { continue };
        replay.settle(recorded.at);
        match record.kind {
            Kind::Call if recorded.request.is_some() => {
                has_begun = true;
                let n = ran.calls() + 1;
                let item = of_record(&mut replay, &recorded, (n, material)).await?;
                ran.items.push(item);
            }
            Kind::Control | Kind::Restore if recorded.request.is_some() => {
                has_begun = true;
                let status = record.answer.as_ref().map_or(200, |answer| answer.status);
                let display = displayed.and_then(|one| one.request);
                let item = of_control(&mut replay, &recorded, display.zip(Some(status)), material);
                ran.items.extend(item.await?);
            }
            Kind::World
            | Kind::Call
            | Kind::Control
            | Kind::Fired
            | Kind::Attempt
            | Kind::Restore
            | Kind::Gone => {
                replay.apply(&recorded)?;
                if !has_begun {
                    ran.born = replay.world.clone();
                }
            }
        }
    }
    for entry in entries {
        ran.items.push(of_log(&mut replay.world, entry, material).await);
    }
    Ok(ran)
}

impl Ran {
    fn calls(&self) -> u64 {
        let calls = self.items.iter().filter(|item| match item {
            Item::Call(_) => true,
            Item::Left { n, .. } => n.is_some(),
            Item::Control(_) => false,
        });
        calls.count() as u64
    }
}

/// Sends a request of the log again.
async fn of_log(world: &mut World, entry: &Arc<Entry>, material: &Material<'_>) -> Item {
    let n = Some(entry.n);
    let Some(request) = request_of(entry) else {
        return Item::Left {
            n,
            why: "its body is not in the log any more, or it came over WebSocket",
        };
    };
    let before = world.clone();
    let handle = Handle::repeating(world.clone(), entry.records.start, entry.at, None);
    let worlds = Worlds::of_one(&handle, create_world);
    worlds.learn(&handle);
    let mut router = Router::new();
    for api in material.apis {
        for route in api.roots().iter().flat_map(|root| root.routes()) {
            router = router.route(&route, api.service(worlds.clone()));
        }
    }
    let Ok(response) = router.oneshot(request).await;
    let status = response.status();
    let body = response.into_body().collect().await;
    let is_lost = entry.answer.is_none() || entry.fault.is_some_and(|fault| fault.is_loss);
    // A body that a fault cuts off does not come to its end.
    let body = body.map(|body| body.to_bytes()).unwrap_or_default();
    *world = handle.read(World::clone);
    let answer = Answered { status, body: Kept::Whole(body) };
    Item::Call(Box::new(Call {
        n: entry.n,
        at: entry.at,
        by: entry.by(material.redaction).map(str::to_owned),
        changes: !entry.records.is_empty(),
        is_lost,
        entry: Entry { answer: Some(answer), diagnosis: OnceLock::new(), ..Entry::clone(entry) },
        before,
    }))
}

fn request_of(entry: &Entry) -> Option<Request<Body>> {
    let head = &entry.request.head;
    let place = match head.query() {
        Some(query) => format!("{}?{query}", head.path()),
        None => head.path().to_owned(),
    };
    if entry.request.method.as_str() == "WS" {
        return None;
    }
    let mut request = Request::builder().method(entry.request.method.clone()).uri(place);
    for (name, value) in head.headers() {
        request = request.header(name, value);
    }
    request.body(Body::from(entry.request.body.bytes()?.to_vec())).ok()
}

/// Answers a request of the journal again.
async fn of_record(
    replay: &mut Replay,
    recorded: &Recorded,
    (n, material): (u64, &Material<'_>),
) -> Result<Item, ReplayError> {
    let left = Item::Left { n: Some(n), why: "its record does not hold all of it" };
    let api = material.apis.iter().find(|api| api.surface() == recorded.surface);
    let (Some(api), Some(request)) = (api, recorded.request.as_ref()) else {
        replay.apply(recorded)?;
        return Ok(left);
    };
    let before = replay.world.clone();
    let handle = Handle::repeating(replay.world.clone(), recorded.n, recorded.at, recorded.real());
    let permit = handle.enter().await;
    permit.stand_still(recorded.at);
    let answer = api.again(&handle, recorded).await;
    drop(permit);
    let Some((answer, logged)) = answer.zip(logged(&before, recorded, request)) else {
        replay.apply(recorded)?;
        return Ok(left);
    };
    replay.world = handle.read(World::clone);
    if let Some(claim) = recorded.claim(&replay.world) {
        let World { access, rules, .. } = &mut replay.world;
        // It may be taken already, by the request itself.
        let _ = access.claims.take(&claim, rules, usize::MAX);
    }
    let is_lost = answer.is_none();
    let entry = entry_of(*api, recorded, logged, (n, answer));
    let label = material.redaction.user(recorded.surface, &recorded.by);
    Ok(Item::Call(Box::new(Call {
        n,
        at: recorded.at,
        by: Some(label.unwrap_or(&recorded.by).to_owned()).filter(|by| !by.is_empty()),
        changes: true,
        is_lost,
        entry,
        before,
    })))
}

fn entry_of(
    api: &'static dyn MockedApi,
    recorded: &Recorded,
    request: Logged,
    (n, answer): (u64, Option<Answer>),
) -> Entry {
    let records: Range<u64> = recorded.n..recorded.n + 1;
    let done = answer.iter().flat_map(|answer| &answer.done);
    let done = done.map(|done| (done.operation.clone(), done.reason)).collect();
    let answer = answer.map(|answer| Answered {
        status: answer.status,
        body: Kept::Whole(answer.content.bytes()),
    });
    Entry {
        n,
        at: recorded.at,
        real_at: recorded.at,
        took_us: 0,
        log_renderer: api.log_renderer(),
        request,
        answer,
        done,
        fault: None,
        fired: Vec::new(),
        records,
        unavailable: None,
        events: 0..0,
        diagnosis: OnceLock::new(),
    }
}

/// A request of the journal as a log would have it: under the key of its caller, and sealed where
/// its surface wants that.
fn logged(world: &World, recorded: &Recorded, request: &Value) -> Option<Logged> {
    let method = match request["method"].as_str()? {
        "WS" => Method::POST,
        method => Method::from_bytes(method.as_bytes()).ok()?,
    };
    let mut headers = HeaderMap::new();
    let mut insert = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.append(HeaderName::from_static(name), value);
        }
    };
    for name in ["accept", "content-type", "idempotency-key"] {
        if let Some(value) = request["headers"][name].as_str() {
            insert(name, value);
        }
    }
    let credential = world.access.credentials.labelled(&recorded.by);
    let mut body = recorded_body(request)?;
    match (recorded.surface, credential) {
        (Surface::PG, Some(credential)) => insert("x-agio-api-key", &credential.api_token),
        (Surface::ER, Some(credential)) => {
            insert("api-key", &credential.api_token);
            let secret = credential.client_secret.reveal();
            let digest = signature::digest(secret.as_bytes(), &[b"nonce", &body]);
            let nonce: &[u8; sealed::NONCE] = digest.first_chunk().expect("a digest is longer");
            let text = sealed::seal(secret, sealed::VERSION, nonce, &body);
            body = Bytes::from(json!({"encrypted": text}).to_string());
        }
        (Surface::PG | Surface::AG | Surface::ER | Surface::MC | Surface::SB, _) => {}
    }
    let uri = request["path"].as_str()?.parse().ok()?;
    Some(Logged { method, head: Head::of(&uri, &headers), body: Kept::Whole(body) })
}

/// Sends a control request again; nothing for one that only the original needs.
async fn of_control(
    replay: &mut Replay,
    recorded: &Recorded,
    display: Option<(Value, u16)>,
    material: &Material<'_>,
) -> Result<Option<Item>, ReplayError> {
    let request = recorded.request.as_ref().unwrap_or(&Value::Null);
    let path = request["path"].as_str().unwrap_or_default().to_owned();
    if path.starts_with("/deviations") {
        return Ok(None);
    }
    let handle = Handle::repeating(replay.world.clone(), recorded.n, recorded.at, recorded.real());
    let method = request["method"].as_str().unwrap_or_default().to_owned();
    let sent = Request::builder()
        .method(method.as_str())
        .uri(format!("{ROOT}/worlds/{}{path}", handle.id()))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(recorded_body(request).unwrap_or_default()));
    let status = match sent {
        Ok(sent) => {
            let sender = WebhookSender::new(crate::surfaces::webhook_format);
            let worlds = Worlds::of_one(&handle, create_world);
            let control = Control::new(worlds, None, sender).over(material.apis);
            let Ok(answer) = control.router().oneshot(sent).await;
            answer.status()
        }
        Err(_) => StatusCode::BAD_REQUEST,
    };
    if status.is_success() {
        replay.world = handle.read(World::clone);
    } else {
        replay.apply(recorded)?;
    }
    if path.starts_with("/clock") {
        return Ok(None);
    }
    if path.starts_with("/receivers") || path.starts_with("/deliveries") {
        return Ok(Some(Item::Left { n: None, why: "what receivers are sent is not repeated" }));
    }
    let body = display.as_ref().map(|(display, _)| recorded_body(display));
    let Some((Some(body), (_, status))) = body.zip(display.as_ref()) else {
        return Ok(Some(Item::Left { n: None, why: "it is secret as a whole" }));
    };
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    Ok(Some(Item::Control(ControlCall { at: recorded.at, method, path, body, status: *status })))
}

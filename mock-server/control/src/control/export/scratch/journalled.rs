//! Requests of the journal, answered again from their records.

use std::sync::OnceLock;

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Method},
};
use serde_json::{Value, json};

use super::{Call, Item, Material};
use crate::{
    crypto::{sealed, signature},
    gate::{Answer, recorded_body},
    log::{Answered, Entry, Head, Kept, Request as Logged},
    mocked_api::MockedApi,
    surface::Surface,
    world::{
        World,
        replay::{Recorded, Replay, ReplayError},
    },
    worlds::Handle,
};

/// Answers a request of the journal again.
pub(super) async fn answered_again(
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
    let Some((answer, logged)) = answer.zip(logged(*api, &before, (recorded, request))) else {
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
    let records = recorded.n..recorded.n + 1;
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
fn logged(
    api: &dyn MockedApi,
    world: &World,
    (recorded, request): (&Recorded, &Value),
) -> Option<Logged> {
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
    let mut body = recorded_body(request)?;
    let credential = world.access.credentials.labelled(&recorded.by);
    if let (Some(header), Some(credential)) = (api.key_header(), credential) {
        insert(header, &credential.api_token);
        if recorded.surface == Surface::ER {
            let secret = credential.client_secret.reveal();
            let digest = signature::digest(secret.as_bytes(), &[b"nonce", &body]);
            let nonce: &[u8; sealed::NONCE] = digest.first_chunk().expect("a digest is longer");
            let text = sealed::seal(secret, sealed::VERSION, nonce, &body);
            body = Bytes::from(json!({"encrypted": text}).to_string());
        }
    }
    let uri = request["path"].as_str()?.parse().ok()?;
    Some(Logged { method, head: Head::of(&uri, &headers), body: Kept::Whole(body) })
}

//! Requests of the log, sent again as they came.

use std::sync::{Arc, OnceLock};

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::{Call, Item, Material};
use crate::{
    control::create_world,
    log::{Answered, Entry, Kept},
    world::World,
    worlds::{Handle, Worlds},
};

/// Sends a request of the log again.
pub(super) async fn sent_again(
    world: &mut World,
    entry: &Arc<Entry>,
    material: &Material<'_>,
) -> Item {
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
    let is_lost = entry.is_lost();
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

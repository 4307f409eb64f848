//! Bodies and worlds as the arguments of handlers.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, RawPathParams, Request},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::{Control, Problem, ProblemCode, input};
use crate::worlds::Handle;

/// The JSON object in a body as the type that a route declares; an empty body is `{}`.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Control> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, control: &Control) -> Result<Self, Problem> {
        let unreadable =
            |_| Problem::new(ProblemCode::BadJson, "Not a JSON object", "the body broke off");
        let (mut parts, body) = request.into_parts();
        let overlooks = overlooks_unknown(&mut parts, control).await;
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, control).await.map_err(unreadable)?;
        match overlooks {
            true => input::known_members(&body).map(Self),
            false => input::body(&body).map(Self),
        }
    }
}

/// The JSON object in a body, in which texts may be as long as the body.
pub(super) struct LongBody<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Control> for LongBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, control: &Control) -> Result<Self, Problem> {
        let unreadable =
            |_| Problem::new(ProblemCode::BadJson, "Not a JSON object", "the body broke off");
        let body = Bytes::from_request(request, control).await.map_err(unreadable)?;
        input::long_body(&body).map(Self)
    }
}

/// The world that the path names.
pub(super) struct InWorld(pub(super) Handle);

impl FromRequestParts<Control> for InWorld {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, control: &Control) -> Result<Self, Problem> {
        let names = RawPathParams::from_request_parts(parts, control).await;
        let id = names.as_ref().ok().and_then(|names| {
            names.iter().find(|(name, _)| *name == "world").map(|(_, id)| id.to_owned())
        });
        control.world(id.as_deref().unwrap_or_default()).map(Self)
    }
}

/// True when a deviation lets requests about a world overlook members that no operation knows: the
/// world of the path, or else that of the header `Sandbox-World`.
async fn overlooks_unknown(parts: &mut Parts, control: &Control) -> bool {
    let in_path = InWorld::from_request_parts(parts, control).await.ok().map(|one| one.0);
    let header = || parts.headers.get("sandbox-world")?.to_str().ok();
    let handle = in_path.or_else(|| control.worlds.get(header()?).ok());
    handle.is_some_and(|handle| {
        handle.read(|world| world.deviations.reading("control.body", "unknown").is_some())
    })
}

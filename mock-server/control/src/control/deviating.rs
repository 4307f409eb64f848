//! Deviations at the door of the control plane, which change its answers and effects.
//!
//! A request is about the world that its path names, the world that it has made, and the world of
//! the header `Sandbox-World`, which is how a request to a route of no world is about one. The
//! answer operator of their deviations calls a route by its operation id, `get_worlds_world_clock`,
//! and an op that is refused by its name as well, `activate-card`; the reason of an answer is `ok`,
//! or the code of its problem. A pattern that fits every operation is about the mocked APIs alone.
//!
//! Worlds without deviations pay nothing but the question whether they have any.

use axum::{
    body::Body,
    extract::{RawPathParams, Request},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use http_body_util::BodyExt;
use serde_json::Value;

use super::{ROOT, document::operation_id};
use crate::{
    gate,
    register::{Change, Patch, Pattern, Repeat},
    world::Seen,
    worlds::{Handle, Worlds},
};

/// The worlds that a request is about, and what it asks for.
pub(super) struct Deviating {
    worlds: Worlds,
    /// Worlds with deviations.
    about: Vec<Handle>,
    /// Method in lower case, and path below the root as its route declares it.
    route: (String, String),
    /// Name of the op of the back office, if it is one.
    op: Option<String>,
}

/// An answer operator that fits an operation: its world, the id of its deviation, its pattern and
/// its change.
type Fitting = (Handle, String, Pattern, Change);

impl Deviating {
    /// The deviations that a request meets.
    pub(super) fn of(
        worlds: &Worlds,
        route: &str,
        names: Option<&RawPathParams>,
        request: &Request,
    ) -> Self {
        let in_path = |wanted: &str| {
            let mut names = names.into_iter().flatten();
            names.find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
        };
        let header = request.headers().get("sandbox-world").and_then(|id| id.to_str().ok());
        let mut ids: Vec<_> = in_path("world").into_iter().collect();
        ids.extend(header.filter(|id| !ids.iter().any(|one| one == id)).map(str::to_owned));
        let method = match request.method() {
            &Method::HEAD => "get".to_owned(),
            method => method.as_str().to_ascii_lowercase(),
        };
        Self {
            worlds: worlds.clone(),
            about: ids.iter().filter_map(|id| deviating(worlds, id)).collect(),
            route: (method, route.to_owned()),
            op: in_path("op"),
        }
    }

    /// The answer, as the deviations have it.
    pub(super) async fn answered(mut self, response: Response) -> Response {
        // Only what makes a world says where it is.
        if let Some(id) = made(&response)
            && self.about.iter().all(|world| world.id() != id)
        {
            self.about.extend(deviating(&self.worlds, id));
        }
        let fitting = self.fitting();
        if fitting.is_empty() {
            return response;
        }
        let (mut head, body) = response.into_parts();
        let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        let honest: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let refused = head.status.is_client_error() || head.status.is_server_error();
        let reason = if refused { honest["code"].as_str().unwrap_or_default() } else { "ok" };
        let mut told = honest.clone();
        for (world, id, on, change) in &fitting {
            let is_op = Some(&on.operation) == self.op.as_ref();
            let fits = on.reason.as_ref().is_none_or(|word| word == reason);
            // An op that is done has met its deviations already.
            if !fits || is_op && !refused {
                continue;
            }
            let (before, status) = (told.clone(), head.status);
            match change {
                Change::Status(code) => {
                    head.status = StatusCode::from_u16(*code).unwrap_or(head.status);
                }
                Change::Header(name, value) => {
                    let name = HeaderName::from_bytes(name.as_bytes());
                    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                        head.headers.insert(name, value);
                    }
                }
                Change::Told(code, body) => {
                    head.status = StatusCode::from_u16(*code).unwrap_or(head.status);
                    told = body.clone();
                }
                // Nothing remembers what the control plane has answered before.
                Change::Set(..)
                | Change::Drop(..)
                | Change::Reversed(..)
                | Change::Varied(..)
                | Change::Besides(_) => {
                    gate::edit(&mut told, change, &Seen::default());
                }
                // The control plane has no WebSockets.
                Change::Close(_) => {}
            }
            if told != before || head.status != status {
                world.hit(id);
            }
        }
        if told == honest {
            return Response::from_parts(head, Body::from(bytes));
        }
        head.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(head, Body::from(told.to_string()))
    }

    fn fitting(&self) -> Vec<Fitting> {
        if self.about.is_empty() {
            return Vec::new();
        }
        let operation = operation_id(&self.route.0, &self.route.1);
        let fits = |on: &Pattern| {
            on.operation != "*"
                && (on.matches(&operation) || Some(&on.operation) == self.op.as_ref())
        };
        let of = |handle: &Handle| {
            handle.read(|world| {
                let active = world.deviations.iter().filter_map(|active| {
                    let Patch::Answer { on, change } = &active.patch else { return None };
                    fits(on)
                        .then(|| (handle.clone(), active.id.clone(), on.clone(), change.clone()))
                });
                active.collect::<Vec<_>>()
            })
        };
        self.about.iter().flat_map(of).collect()
    }
}

/// The world of an id, if it has deviations.
fn deviating(worlds: &Worlds, id: &str) -> Option<Handle> {
    worlds.get(id).ok().filter(|handle| !handle.read(|world| world.deviations.is_empty()))
}

/// The id of the world that a request has made.
fn made(response: &Response) -> Option<&str> {
    let place = response.headers().get(header::LOCATION)?.to_str().ok()?;
    place.strip_prefix(ROOT)?.strip_prefix("/worlds/").filter(|id| !id.contains('/'))
}

/// True when a deviation of a world loses the effect of something that is done to the world as a
/// whole, and is no command in it: `world.reset`, `world.delete`, `world.import`, `world.seed`,
/// `world.fork`; or of a part of a reset, such as `reset.rules`.
pub(super) fn loses(handle: &Handle, effect: &str) -> bool {
    handle.read(|world| world.deviations.repeat(effect)) == Some(Repeat::Lost)
}

#[cfg(test)]
mod tests {
    use mock_server_apis::SURFACES;
    use strum::VariantNames;

    use crate::{
        control::problem::ProblemCode,
        log::Reason,
        register::{Change, Patch, register},
        surface::Surface,
    };

    #[test]
    fn a_deviation_is_restricted_to_a_reason_of_its_surface() {
        let mut restricted = 0;
        for deviation in &register().deviations {
            let (Patch::Answer { on, .. } | Patch::Effect { on, .. } | Patch::Principal { on, .. }) =
                &deviation.patch
            else {
                continue;
            };
            let Some(word) = &on.reason else { continue };
            let (code, _) = deviation.breaks.split_once('-').unwrap();
            // The requirements of the control plane are about every mocked API.
            let everywhere = code == Surface::SB.code();
            let apis = SURFACES.iter().filter(|api| everywhere || api.surface().code() == code);
            let closes = matches!(&deviation.patch, Patch::Answer { change: Change::Close(_), .. });
            let known: Vec<_> = match closes {
                true => apis.flat_map(|api| api.close_words()).copied().collect(),
                false => apis.flat_map(|api| api.reasons()).map(Reason::word).collect(),
            };
            // Some are about the refusals of the control plane itself.
            let is_problem = everywhere && ProblemCode::VARIANTS.contains(&word.as_str());
            assert!(
                is_problem || known.contains(&word.as_str()),
                "{}: {code} never says {word}",
                deviation.id
            );
            restricted += 1;
        }
        assert!(restricted > 50, "the register was not read");
    }
}

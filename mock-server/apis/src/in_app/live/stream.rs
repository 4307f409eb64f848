//! The event stream of a user (AG 7.3): server-sent events.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::{Body, HttpBody},
    extract::Request,
    http::{StatusCode, header, request::Parts},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc},
    time::{Instant, sleep_until},
};

use super::{
    super::{IN_APP, events::payload},
    connect::Caller,
    token,
};
use crate::{
    gate,
    issuer::{self, EventKind},
    register::Repeat,
    surface::Surface,
    world::{CommandContext, Principal, World},
    worlds::{Handle, Version, Versions, Worlds},
};

/// The stream, as an operation.
pub(in crate::in_app) const STREAM: &str = "events";

/// Going on after an event that the client names, as deviations name it.
const RESUME: &str = "events.resume";

/// An event that is sent, as deviations name it.
const EVENT: &str = "events.event";

/// Pause after which a client that was cut off comes again.
const RETRY: Duration = Duration::from_secs(2);

/// Takes a request for the stream through the gate; one that may have it gets it.
pub(super) async fn enter(worlds: &Worlds, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let caller = Caller::of(&parts);
    let last = last_seen(&parts);
    let response = gate::pass(worlds, &IN_APP, Request::from_parts(parts, body)).await;
    // A fault or a deviation has put a body there that ends.
    let is_whole = response.body().size_hint().exact() == Some(0);
    let goes_on = response.status() == StatusCode::OK && is_whole;
    let handle = caller.world(worlds).filter(|_| goes_on);
    let permit = handle.as_ref().and_then(|handle| handle.log().stream());
    let (Some(handle), Some(permit)) = (handle, permit) else { return response };
    let (version, versions) = handle.watch();
    let (out, mut events) = mpsc::channel(64);
    let place = version.world.events.len();
    let mut reader = Reader { handle, caller, versions, out, after: 0, place, _permit: permit };
    let resumes = last.filter(|_| !reader.loses_place());
    // Everything that the user was told of is looked through again.
    if let Some(last) = resumes {
        (reader.after, reader.place) = (last, 0);
    }
    tokio::spawn(reader.run(version));
    let events = futures::stream::poll_fn(move |context| events.poll_recv(context));
    let mut stream = Sse::new(events).into_response();
    for (name, value) in response.headers() {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            stream.headers_mut().insert(name, value.clone());
        }
    }
    stream
}

/// The number of the last event that the client has seen, where it names one.
fn last_seen(parts: &Parts) -> Option<u64> {
    parts.headers.get("last-event-id")?.to_str().ok()?.trim().parse().ok()
}

/// Tells one client of events.
struct Reader {
    handle: Handle,
    caller: Caller,
    versions: Versions,
    out: mpsc::Sender<Result<Event, Infallible>>,
    /// Number of the last event that the client has seen.
    after: u64,
    /// Place of the next event of the world that is looked at.
    place: usize,
    _permit: OwnedSemaphorePermit,
}

/// The client has gone, or may not be told more.
struct Gone;

impl Reader {
    /// Runs until the client, the token, the world or the server is gone.
    async fn run(mut self, version: Arc<Version>) {
        if self.send(Event::default().retry(RETRY)).await.is_err() {
            return;
        }
        let mut version = version;
        if !version.is_stored().await {
            // Another one follows, in which that is taken back.
            match self.versions.next().await {
                Some(next) => version = next,
                None => return,
            }
        }
        loop {
            let beat = heartbeat(&version.world);
            let Ok(ends) = self.tell(&version).await else { return };
            let ended = async {
                match ends {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = self.caller.hung_up() => break,
                () = self.out.closed() => return,
                next = self.versions.next() => match next {
                    Some(next) => version = next,
                    None => return,
                },
                () = ended => {
                    let (world, now) = (self.handle.version(), self.handle.now());
                    if token::judged(&world.world, self.caller.token(), now).is_err() {
                        return;
                    }
                }
                () = sleep_until(Instant::now() + beat) => {
                    if self.send(Event::default().comment("")).await.is_err() {
                        return;
                    }
                }
            }
        }
        let _ = self.send(Event::default().event("bye").data("{}")).await;
    }

    /// Tells of everything that is new in a version; the real time at which the token may end.
    async fn tell(&mut self, version: &Version) -> Result<Option<Instant>, Gone> {
        let token = token::judged(&version.world, self.caller.token(), version.at);
        let token = token.map_err(|()| Gone)?;
        let principal = token.principal.unwrap_or_else(Principal::nobody);
        let context = CommandContext {
            now: version.at,
            principal,
            surface: Surface::AG,
            operation: STREAM.to_owned(),
            continues: false,
            joins: false,
            explanation: None,
        };
        let own = context.principal.caller;
        let caller = version.world.as_deviating_principal(&context).principal.caller;
        // The stream may have begun in a state that was taken back.
        self.place = self.place.min(version.world.events.len());
        while self.place < version.world.events.len() {
            self.place += 1;
            let Some(event) = version.world.event(self.place - 1) else { continue };
            let seq = told(event, caller);
            if seq != told(event, own)
                && let Some((id, _)) = version.world.deviations.acting(STREAM)
            {
                self.handle.hit(id);
            }
            let Some(seq) = seq.filter(|seq| *seq > self.after) else { continue };
            let Some(payload) = payload(&version.world, self.place - 1, event) else { continue };
            let told = Event::default().id(seq.to_string()).event(event.kind.name());
            let told = told.data(payload.to_string());
            let times = match version.world.deviations.repeating(EVENT) {
                None => 1,
                Some((id, repeat)) => {
                    self.handle.hit(id);
                    match repeat {
                        Repeat::Lost => 0,
                        Repeat::Twice => 2,
                        Repeat::Elsewhere(_) => 1,
                    }
                }
            };
            for _ in 0..times {
                self.send(told.clone()).await?;
            }
        }
        Ok(token.ends)
    }

    /// Whether a deviation loses the place that the client names.
    fn loses_place(&self) -> bool {
        let lost = self.handle.read(|world| {
            let found = world.deviations.repeating(RESUME);
            found.filter(|(_, repeat)| *repeat == Repeat::Lost).map(|(id, _)| id.to_owned())
        });
        if let Some(id) = &lost {
            self.handle.hit(id);
        }
        lost.is_some()
    }

    async fn send(&self, event: Event) -> Result<(), Gone> {
        self.out.send(Ok(event)).await.map_err(|_| Gone)
    }
}

/// The number of an event that a caller is told of.
fn told(event: &issuer::Event, caller: issuer::Caller) -> Option<u64> {
    let EventKind::Collateral(event) = &event.kind else { return None };
    let addressee = event.addressee?;
    let is_theirs = match caller {
        issuer::Caller::Ops => true,
        issuer::Caller::InAppUser(user) => addressee.user == user,
        issuer::Caller::Partner(_) | issuer::Caller::Project(_) | issuer::Caller::User(_) => false,
    };
    is_theirs.then_some(addressee.seq)
}

fn heartbeat(world: &World) -> Duration {
    Duration::from_millis(u64::try_from(world.rules.ag.events.heartbeat_ms).unwrap_or(0))
}

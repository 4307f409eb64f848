//! Live stream of a world (SB 9.1): what happens in one order, each with a running number from
//! which a reader can go on.

use std::{convert::Infallible, pin::pin, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use utoipa::IntoParams;

use super::{
    Control, Problem, ProblemCode, Stage,
    extract::InWorld,
    happenings::{self, TYPES},
    query::Query,
};
use crate::{
    log::{Following, STREAMS},
    worlds::Handle,
};

/// After so much silence a comment shows that the stream lives.
const SILENCE: Duration = Duration::from_secs(15);

/// Effects fire so often by themselves, and tell nobody.
const TICK: Duration = Duration::from_millis(100);

/// Filter of a stream.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StreamFilter {
    /// Types, with commas between: `request` (as `GET …/requests/{n}` shows it), `event` (as
    /// `GET …/events` shows it), `delivery` (one that was made, attempted or has another state, as
    /// `GET …/deliveries/{id}` showed it then), `clock` (set or moved) and `fault` (ordered, struck
    /// or called off). All of them when absent.
    types: Option<String>,
}

/// Tells what happens as it happens (server-sent events).
///
/// `Last-Event-ID` goes on behind that event. `gap` says that what followed it is not held any
/// more, `bye` that the world or the server ends.
#[utoipa::path(get, path = "/worlds/{world}/stream", params(StreamFilter),
    responses((status = 200, description = "Events of these types, `gap` and `bye`.", content_type = "text/event-stream", body = String)))]
pub(super) async fn stream(
    State(control): State<Control>,
    InWorld(handle): InWorld,
    Query(StreamFilter { types: wanted }): Query<StreamFilter>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let types = types(wanted.as_deref())?;
    let permit = handle.log().stream().ok_or_else(|| {
        Problem::new(ProblemCode::TooMany, "Too many streams", "close another one")
            .with("limit", STREAMS)
    })?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::trim);
    let last: Option<u64> = last.map(|id| id.parse().unwrap_or(0));
    let at = last.unwrap_or_else(|| handle.log().feed().last());
    let (out, mut events) = mpsc::channel(64);
    tokio::spawn(Reader { control, handle, types, at, out, _permit: permit }.run());
    let events = futures::stream::poll_fn(move |context| events.poll_recv(context));
    Ok(([(header::CACHE_CONTROL, "no-store")], Sse::new(events)).into_response())
}

fn types(wanted: Option<&str>) -> Result<Vec<&'static str>, Problem> {
    let Some(wanted) = wanted else { return Ok(TYPES.to_vec()) };
    let known = |one: &str| {
        TYPES.into_iter().find(|known| *known == one).ok_or_else(|| {
            let detail = format!("{one:?} is none of {}", TYPES.join(", "));
            Problem::invalid("?types", detail).with("choices", TYPES.to_vec())
        })
    };
    wanted.split(',').map(known).collect()
}

/// The reader has gone away.
struct Gone;

/// Tells one client what happens.
struct Reader {
    control: Control,
    handle: Handle,
    types: Vec<&'static str>,
    /// Running number of what was told last.
    at: u64,
    out: mpsc::Sender<Result<Event, Infallible>>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    /// Runs until the client, the world or the server is gone.
    async fn run(mut self) {
        let mut closing = self.control.stage.clone();
        let closing = async move {
            if closing.wait_for(|stage| *stage == Stage::Closing).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let mut closing = pin!(closing);
        let mut silence = pin!(tokio::time::sleep(SILENCE));
        let handle = self.handle.clone();
        loop {
            let grown = handle.log().feed().grown().notified();
            match self.tell().await {
                Ok(0) => {}
                Ok(_) => silence.set(tokio::time::sleep(SILENCE)),
                Err(Gone) => return,
            }
            let is_ours = self.control.worlds.get(handle.id()).is_ok_and(|now| now.is(&handle));
            let told = tokio::select! {
                () = &mut closing => break,
                () = self.out.closed() => return,
                () = std::future::ready(()), if !is_ours => break,
                () = &mut silence => {
                    silence.set(tokio::time::sleep(SILENCE));
                    self.out.send(Ok(Event::default().comment("still here"))).await.is_ok()
                }
                () = grown => true,
                () = tokio::time::sleep(TICK) => true,
            };
            if !told {
                return;
            }
        }
        let _ = self.send("bye", None, &json!({})).await;
    }

    /// Tells everything that is new, and how much it was.
    async fn tell(&mut self) -> Result<usize, Gone> {
        let mut redaction = None;
        let mut told = 0;
        if self.handle.log().feed().following(self.at) != Following::Nothing {
            // Nobody hears of what may be taken back; what was, is not there any more.
            let _ = self.handle.stored().await;
        }
        loop {
            let happening = match self.handle.log().feed().following(self.at) {
                Following::Nothing => return Ok(told),
                Following::Dropped(first) => {
                    let data = json!({"after": self.at, "before": first});
                    self.send("gap", None, &data).await?;
                    self.at = first - 1;
                    continue;
                }
                Following::Happening(happening) => happening,
            };
            self.at += 1;
            let kind = happenings::kind(&happening);
            if !self.types.contains(&kind) {
                continue;
            }
            let redaction = redaction.get_or_insert_with(|| self.control.redaction(&self.handle));
            let shown = happenings::shown(&self.control, &self.handle, redaction, happening);
            if let Some(data) = shown {
                self.send(kind, Some(self.at), &data).await?;
                told += 1;
            }
        }
    }

    async fn send(&self, kind: &str, id: Option<u64>, data: &Value) -> Result<(), Gone> {
        let event = match id {
            Some(id) => Event::default().id(id.to_string()),
            None => Event::default(),
        };
        let event = event.event(kind).data(data.to_string());
        self.out.send(Ok(event)).await.map_err(|_| Gone)
    }
}

//! Live stream of a world (SB 9.1): requests and events in one order, each with a running number
//! from which a reader can go on.
//!
//! Requests are numbered, and each knows the events before it; events are numbered too. So how many
//! of both came before is a number that nobody has to keep.

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
    Control, Problem, ProblemCode, Stage, events::event_shown, extract::InWorld, query::Query,
};
use crate::{
    log::{Position, STREAMS},
    worlds::Handle,
};

/// Types of the events that a stream tells.
const TYPES: [&str; 2] = ["request", "event"];

/// After so much silence a comment shows that the stream lives.
const SILENCE: Duration = Duration::from_secs(15);

/// Effects fire so often by themselves, and tell nobody.
const TICK: Duration = Duration::from_millis(100);

/// Filter of a stream.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct StreamFilter {
    /// `request`, `event` or both, with a comma between; both when absent.
    types: Option<String>,
}

/// Tells requests and events as they happen (server-sent events).
#[utoipa::path(get, path = "/worlds/{world}/stream", params(StreamFilter),
    responses((status = 200, description = "Events `request`, `event`, `gap` and `bye`.", content_type = "text/event-stream", body = String)))]
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
    let end = Position { requests: handle.log().made(), events: handle.position().events };
    let (at, gap) = match last {
        None => (end, None),
        Some(last) => match handle.log().position(last).filter(|at| at.events <= end.events) {
            Some(at) => (at, None),
            None => (handle.log().start(), Some(last)),
        },
    };
    let (out, mut events) = mpsc::channel(64);
    tokio::spawn(Reader { control, handle, types, at, out, _permit: permit }.run(gap));
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
    at: Position,
    out: mpsc::Sender<Result<Event, Infallible>>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    /// Runs until the client, the world or the server is gone.
    async fn run(mut self, gap: Option<u64>) {
        if let Some(after) = gap {
            let data = json!({"after": after, "before": self.at.id() + 1});
            let told = self.send("gap", None, &data).await;
            if told.is_err() {
                return;
            }
        }
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
            let grown = handle.log().grown().notified();
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
        loop {
            let request = self.handle.log().get(self.at.requests + 1);
            let events = self.handle.position().events;
            let before = request.as_ref().map_or(events, |entry| entry.events.end);
            let (kind, data) = if self.at.events < before {
                self.at.events += 1;
                ("event", self.event(self.at.events))
            } else if let Some(entry) = request {
                self.at.requests += 1;
                let redaction =
                    redaction.get_or_insert_with(|| self.control.redaction(&self.handle));
                let wanted = self.types.contains(&"request");
                ("request", if wanted { entry.shown(redaction) } else { Value::Null })
            } else {
                return Ok(told);
            };
            if self.types.contains(&kind) {
                self.send(kind, Some(self.at.id()), &data).await?;
                told += 1;
            }
        }
    }

    fn event(&self, number: u64) -> Value {
        let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
        self.handle
            .read(|world| world.events.get(at).map_or(Value::Null, |event| event_shown(at, event)))
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

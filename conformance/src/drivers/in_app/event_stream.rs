//! The event stream of a user: server-sent events (HTML Standard, 9.2), read as they come.
//!
//! A stream that is silent, never ends or says nothing that is an event costs no more than the
//! patience of a step and `MOST_BYTES`.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::User;
use crate::{
    Mismatch, StepResult,
    drivers::{Answer, Http, sent::Sent},
    target::Surface,
};

/// The longest that a stream is kept open.
const LONGEST: Duration = Duration::from_secs(60);

/// The most bytes of a stream that are taken.
const MOST_BYTES: usize = 1024 * 1024;

/// An event as a stream tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamEvent {
    /// The field `id`, after which a reader goes on.
    pub id: String,
    /// The field `event`.
    pub name: String,
    /// The payload; null where it is no JSON.
    pub data: Value,
}

/// An open stream, with the events that have come so far.
pub struct EventStream {
    response: Response,
    opened: Sent,
    http: Http,
    parser: Parser,
    taken: usize,
    /// The events, in order.
    pub events: Vec<StreamEvent>,
}

impl std::fmt::Debug for EventStream {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("EventStream").field("events", &self.events).finish_non_exhaustive()
    }
}

impl User {
    /// Opens the user's event stream, behind the event `after` where there is one. An answer that is
    /// no stream is the target's failure.
    pub async fn event_stream(&self, after: Option<&str>) -> StepResult<EventStream> {
        let sent = self.asks_for_events(after, true);
        let (answer, response) = self.http.open(&sent, (200, LONGEST)).await?;
        let Some(response) = response else {
            return Err(Mismatch::behaviour("HTTP 200 and a stream", answer.summary()));
        };
        let kind = answer.header("content-type").unwrap_or_default();
        if !kind.starts_with("text/event-stream") {
            return Err(Mismatch::behaviour("content-type: text/event-stream", kind));
        }
        Ok(EventStream {
            response,
            opened: sent,
            http: self.http.clone(),
            parser: Parser::default(),
            taken: 0,
            events: Vec::new(),
        })
    }

    /// The answer to a request for the stream without a token.
    pub async fn events_without_token(&self) -> StepResult<Answer> {
        let sent = self.asks_for_events(None, false);
        self.http.open(&sent, (200, LONGEST)).await.map(|(answer, _)| answer)
    }

    fn asks_for_events(&self, after: Option<&str>, bearer: bool) -> Sent {
        let sandbox_world = self.endpoint.sandbox_world.clone().filter(|_| !bearer);
        let headers = [
            ("accept", Some("text/event-stream".to_owned())),
            ("accept-encoding", Some("identity".to_owned())),
            ("authorization", bearer.then(|| format!("Bearer {}", self.token))),
            ("last-event-id", after.map(str::to_owned)),
            ("x-api-key", self.endpoint.organization_key.clone()),
            ("sandbox-world", sandbox_world),
        ];
        let headers = headers
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .chain(self.endpoint.headers.iter().cloned());
        Sent {
            surface: Some(Surface::AG),
            by: self.name.clone(),
            method: "GET".to_owned(),
            url: format!("{}/events", self.endpoint.url),
            headers: headers.collect(),
            ..Sent::default()
        }
    }
}

impl EventStream {
    /// Takes what comes until `holds` is true of the events; false where it never was in that time.
    pub async fn wait(
        &mut self,
        patience: Duration,
        holds: impl Fn(&[StreamEvent]) -> bool,
    ) -> StepResult<bool> {
        let until = Instant::now() + patience;
        while !holds(&self.events) {
            // A stream that always has something ready would outlast the timeout.
            if Instant::now() >= until {
                return Ok(false);
            }
            match timeout_at(until, self.response.chunk()).await {
                Err(_) => return Ok(false),
                Ok(Ok(Some(chunk))) => self.take(&chunk)?,
                Ok(Ok(None) | Err(_)) => {
                    return Err(Mismatch::behaviour("a stream that goes on", "it ended"));
                }
            }
        }
        Ok(true)
    }

    fn take(&mut self, chunk: &[u8]) -> StepResult {
        self.taken += chunk.len();
        if self.taken > MOST_BYTES {
            let most = format!("at most {MOST_BYTES} bytes of events");
            return Err(Mismatch::behaviour(most, "more"));
        }
        for event in self.parser.take(chunk) {
            let shown = format!("{} {}: {}", event.id, event.name, event.data);
            self.http.told(&self.opened, ("", &shown));
            self.events.push(event);
        }
        Ok(())
    }
}

/// Reads events out of bytes that may be cut anywhere.
#[derive(Debug, Default)]
struct Parser {
    /// The beginning of a line.
    line: Vec<u8>,
    /// True behind a carriage return, which a line feed may follow.
    after_return: bool,
    id: String,
    name: String,
    data: Option<String>,
}

impl Parser {
    /// The events that the bytes complete. Comments, and blocks without data, are none.
    fn take(&mut self, bytes: &[u8]) -> Vec<StreamEvent> {
        let mut events = Vec::new();
        for byte in bytes {
            let is_rest = *byte == b'\n' && std::mem::take(&mut self.after_return);
            match byte {
                b'\n' if is_rest => {}
                b'\n' | b'\r' => {
                    self.after_return = *byte == b'\r';
                    let line = std::mem::take(&mut self.line);
                    events.extend(self.end_line(&String::from_utf8_lossy(&line)));
                }
                byte => {
                    self.after_return = false;
                    self.line.push(*byte);
                }
            }
        }
        events
    }

    fn end_line(&mut self, line: &str) -> Option<StreamEvent> {
        if line.is_empty() {
            let name = std::mem::take(&mut self.name);
            let data = self.data.take()?;
            let data = crate::drivers::body::json(data.as_bytes());
            return Some(StreamEvent { id: self.id.clone(), name, data });
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => value.clone_into(&mut self.id),
            "event" => value.clone_into(&mut self.name),
            "data" => {
                self.data = Some(match self.data.take() {
                    Some(before) => format!("{before}\n{value}"),
                    None => value.to_owned(),
                });
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(id: &str, name: &str, data: Value) -> StreamEvent {
        StreamEvent { id: id.to_owned(), name: name.to_owned(), data }
    }

    #[test]
    fn events_are_read_however_the_bytes_are_cut() {
        let text = "retry: 2000\n\n:\n\nid: 1\nevent: A\ndata: {\"ä\":1}\n\nid: 2\r\ndata:[1,\r\n\
                    data: 2]\r\n\r\nevent: lost\n\ndata: x\n\nid: 3\ndata: 3";
        let wanted = vec![
            event("1", "A", json!({ "ä": 1 })),
            event("2", "", json!([1, 2])),
            event("2", "", Value::Null),
        ];
        for size in [1, 2, 3, 7, text.len()] {
            let mut parser = Parser::default();
            let chunks = text.as_bytes().chunks(size);
            let events: Vec<_> = chunks.flat_map(|chunk| parser.take(chunk)).collect();
            assert_eq!(events, wanted, "in pieces of {size} bytes");
        }
    }
}

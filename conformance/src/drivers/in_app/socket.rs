//! A WebSocket of the in-app surface, opened by a handshake of our own: libraries give up where a
//! server chooses none of the subprotocols that were offered, and hide with which code it closes.
//!
//! A handshake, and what a server answers at once, have the time of a request. Nothing that a target
//! does lasts longer than the patience of a step, or takes more memory than a message may have: a
//! target that is silent, babbles or holds half of the connection is told so.

use futures::{SinkExt, StreamExt};
use reqwest::Upgraded;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        handshake::{client::generate_key, derive_accept_key},
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

use super::User;
use crate::{
    Mismatch, StepResult,
    drivers::{Answer, Http, sent::Sent},
    target::Surface,
};

/// The largest message that is taken.
const MOST_BYTES: usize = 1024 * 1024;

/// The most bytes that all messages of one socket may have.
const MOST_BYTES_IN_ALL: usize = 8 * 1024 * 1024;

/// The most messages that one socket may bring: more than any scenario makes a server send.
const MOST_MESSAGES: usize = 10_000;

/// A connection that has turned to WebSocket.
pub struct Socket {
    stream: WebSocketStream<Upgraded>,
    /// The handshake, whose actor and URL the messages are recorded under.
    opened: Sent,
    http: Http,
    heard: usize,
    heard_bytes: usize,
    /// The subprotocol that the target has chosen.
    pub subprotocol: Option<String>,
}

impl std::fmt::Debug for Socket {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Socket").field("heard", &self.heard).finish_non_exhaustive()
    }
}

/// Something that came, or did not.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// A message.
    Message(Value),
    /// The end of the connection, with the code that the target gave.
    Closed(Option<u16>),
    /// Nothing in the time that was given.
    Silence,
}

impl User {
    /// Opens a WebSocket that offers one subprotocol.
    pub async fn socket(&self, subprotocol: &str) -> StepResult<Socket> {
        let key = generate_key();
        let sent = self.handshake(subprotocol, &key);
        let (answer, response) = self.http.open(&sent, (101, self.http.timeout())).await?;
        let Some(response) = response else {
            return Err(Mismatch::behaviour("HTTP 101", answer.summary()));
        };
        if answer.header("sec-websocket-accept") != Some(&derive_accept_key(key.as_bytes())) {
            let wanted = "a Sec-WebSocket-Accept that fits (RFC 6455, 4.2.2)";
            return Err(Mismatch::behaviour(wanted, shown(&answer)));
        }
        let upgraded = timeout(self.http.timeout(), response.upgrade()).await;
        let upgraded = upgraded.ok().and_then(Result::ok).ok_or_else(|| {
            Mismatch::unreachable(format!("a WebSocket at {}", sent.url), "it was cut at once")
        })?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(MOST_BYTES))
            .max_frame_size(Some(MOST_BYTES));
        Ok(Socket {
            stream: WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await,
            subprotocol: answer.header("sec-websocket-protocol").map(str::to_owned),
            opened: sent,
            http: self.http.clone(),
            heard: 0,
            heard_bytes: 0,
        })
    }

    fn handshake(&self, subprotocol: &str, key: &str) -> Sent {
        // The client of HTTP names schemes by what it speaks until the answer.
        let url = match self.endpoint.ws_url.strip_prefix("ws") {
            Some(rest) => format!("http{rest}"),
            None => self.endpoint.ws_url.clone(),
        };
        let headers = [
            ("connection", Some("Upgrade".to_owned())),
            ("upgrade", Some("websocket".to_owned())),
            ("sec-websocket-version", Some("13".to_owned())),
            ("sec-websocket-key", Some(key.to_owned())),
            ("sec-websocket-protocol", Some(subprotocol.to_owned())),
            ("x-api-key", self.endpoint.organization_key.clone()),
            ("sandbox-world", self.endpoint.sandbox_world.clone()),
        ];
        let headers = headers
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .chain(self.endpoint.headers.iter().cloned());
        Sent {
            surface: Some(Surface::AG),
            by: self.name.clone(),
            method: "GET".to_owned(),
            url,
            headers: headers.collect(),
            body: Vec::new(),
            signed: false,
            asked: None,
            again: Vec::new(),
            operation: None,
            token: None,
        }
    }
}

fn shown(answer: &Answer) -> String {
    format!("{:?}", answer.header("sec-websocket-accept"))
}

impl Socket {
    /// The moment until which a server has to say what it answers at once.
    pub fn deadline(&self) -> Instant {
        Instant::now() + self.http.timeout()
    }

    /// Sends a message; `shown` is what is told of it, without secrets.
    pub async fn say(&mut self, message: &Value, shown: &Value) -> StepResult {
        let text = Message::text(message.to_string());
        self.http.told(&self.opened, (&shown.to_string(), ""));
        match timeout_at(self.deadline(), self.stream.send(text)).await {
            // Who has closed already tells the code to whoever reads on.
            Ok(Ok(()) | Err(Error::ConnectionClosed | Error::AlreadyClosed)) => Ok(()),
            Ok(Err(Error::Io(_) | Error::Protocol(_))) => Ok(()),
            Ok(Err(error)) => Err(Mismatch::unreachable("a socket to write on", error.to_string())),
            Err(_) => Err(Mismatch::behaviour("a server that reads", "it takes no bytes")),
        }
    }

    /// The next message, the end, or silence until then. Pings are answered on the way.
    pub async fn hear(&mut self, until: Instant) -> StepResult<Heard> {
        loop {
            let heard = match timeout_at(until, self.stream.next()).await {
                Err(_) => return Ok(Heard::Silence),
                Ok(None) => return Ok(self.closed(None)),
                Ok(Some(heard)) => heard,
            };
            self.heard += 1;
            if self.heard > MOST_MESSAGES {
                let most = format!("at most {MOST_MESSAGES} messages");
                return Err(Mismatch::behaviour(most, "one more"));
            }
            match heard {
                Ok(Message::Text(text)) => {
                    self.heard_bytes += text.len();
                    if self.heard_bytes > MOST_BYTES_IN_ALL {
                        let most = format!("messages of at most {MOST_BYTES_IN_ALL} bytes in all");
                        return Err(Mismatch::behaviour(most, "more"));
                    }
                    let message = self.message(text.as_str())?;
                    if message["type"] == "ping" {
                        let pong = json!({ "type": "pong" });
                        self.say(&pong, &pong).await?;
                    } else if message["type"] != "pong" {
                        return Ok(Heard::Message(message));
                    }
                }
                Ok(Message::Close(frame)) => return Ok(self.closed(frame)),
                Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
                Ok(Message::Binary(_)) => {
                    return Err(Mismatch::behaviour("messages of text", "one of bytes"));
                }
                Err(Error::Capacity(error)) => {
                    let most = format!("a message of at most {MOST_BYTES} bytes");
                    return Err(Mismatch::behaviour(most, error.to_string()));
                }
                Err(_) => return Ok(self.closed(None)),
            }
            if Instant::now() >= until {
                return Ok(Heard::Silence);
            }
        }
    }

    fn message(&self, text: &str) -> StepResult<Value> {
        self.http.told(&self.opened, ("", text));
        let message = crate::drivers::body::json(text.as_bytes());
        if message["type"].is_string() {
            return Ok(message);
        }
        let text = crate::outlet::excerpt(text, 300);
        Err(Mismatch::behaviour("a JSON object with a type", text))
    }

    fn closed(&self, frame: Option<CloseFrame>) -> Heard {
        let code = frame.map(|frame| u16::from(frame.code));
        let said = code.map_or_else(|| "closed without a code".to_owned(), |code| code.to_string());
        self.http.told(&self.opened, ("", &format!("(close) {said}")));
        Heard::Closed(code)
    }
}

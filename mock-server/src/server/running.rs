//! A running server in the process of a test: its URL, its worlds and their clocks.

use std::{sync::mpsc, thread::JoinHandle};

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::{runtime::Handle, sync::oneshot};
use tower::ServiceExt;

use super::Ended;
use crate::{
    gate::WebhookSender,
    surfaces::{self, SURFACES, control::Control},
    worlds::{DEFAULT, Worlds},
};

/// A sandbox in the process of a test, on a free port of this machine. Dropping it drains it:
/// running requests are answered, and its port is free again.
///
/// The server has threads of its own, and its functions block for the short time that they take, so tests
/// with and without a runtime can use it.
#[derive(Debug)]
pub struct Server {
    url: String,
    control: Router,
    runtime: Handle,
    end: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<anyhow::Result<Ended>>>,
}

/// The control plane has refused something; nothing was done.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{method} {path}: {problem}")]
pub struct Refused {
    /// Method of the request.
    pub method: &'static str,
    /// Path of the request below `/_sandbox`.
    pub path: String,
    /// The problem (RFC 9457), with its stable `code`.
    pub problem: Value,
}

impl Server {
    pub(super) fn running(
        url: String,
        worlds: Worlds,
        runtime: Handle,
        (end, thread): (oneshot::Sender<()>, JoinHandle<anyhow::Result<Ended>>),
    ) -> Self {
        let sender = WebhookSender::new(surfaces::webhook_format);
        let control = Control::new(worlds, Some(url.clone()), sender).over(&SURFACES).router();
        Self { url, control, runtime, end: Some(end), thread: Some(thread) }
    }

    /// The URL of the server, like `http://127.0.0.1:41233`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The default world.
    pub fn default_world(&self) -> RunningWorld<'_> {
        self.world(DEFAULT)
    }

    /// The world with an id, whether or not there is one.
    pub fn world(&self, id: &str) -> RunningWorld<'_> {
        RunningWorld { server: self, id: id.to_owned() }
    }

    /// Makes a world, in the form of `POST /_sandbox/worlds`; an id is made up where there is none.
    pub fn make_world(&self, definition: &Value) -> Result<RunningWorld<'_>, Refused> {
        let made = self.control("POST", "/worlds", definition)?;
        Ok(self.world(made["id"].as_str().unwrap_or_default()))
    }

    /// Sends a request to the control plane, whatever the flags say about who may use it. `path`
    /// stands below `/_sandbox`.
    pub fn control(
        &self,
        method: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Value, Refused> {
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let refused = |problem| Refused { method, path: path.to_owned(), problem };
        let request = Request::builder().method(method).uri(format!("/_sandbox{path}"));
        let request = match request.header("host", "localhost").body(body) {
            Ok(request) => request,
            Err(error) => {
                return Err(refused(json!({"code": "bad_request",
                                                    "detail": error.to_string()})));
            }
        };
        let (tell, told) = mpsc::channel();
        let router = self.control.clone();
        self.runtime.spawn(async move {
            let Ok(response) = router.oneshot(request).await;
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
            let _ = tell.send((parts.status, bytes));
        });
        let Ok((status, bytes)) = told.recv() else {
            return Err(refused(json!({"code": "draining", "detail": "the server has ended"})));
        };
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let answer = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(&bytes).unwrap_or_else(|_| text()),
        };
        if status.is_success() { Ok(answer) } else { Err(refused(answer)) }
    }

    /// Ends the server as dropping it does, and tells how many requests were cut off.
    pub fn stop(mut self) -> anyhow::Result<Ended> {
        self.ended().unwrap_or(Ok(Ended { cut: 0 }))
    }

    fn ended(&mut self) -> Option<anyhow::Result<Ended>> {
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        let panicked = |_| Err(anyhow::anyhow!("the server has panicked"));
        Some(self.thread.take()?.join().unwrap_or_else(panicked))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.ended();
    }
}

/// A world of a running server.
#[derive(Clone, Debug)]
pub struct RunningWorld<'s> {
    server: &'s Server,
    id: String,
}

impl<'s> RunningWorld<'s> {
    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where the mocked APIs answer, and the credentials of the world, by surface.
    pub fn credentials(&self) -> Result<Value, Refused> {
        self.ask("GET", "/credentials", &Value::Null)
    }

    /// Does what only the back office can, and answers its `result`.
    pub fn op(&self, op: &str, input: &Value) -> Result<Value, Refused> {
        let mut answer = self.ask("POST", &format!("/ops/{op}"), input)?;
        Ok(answer["result"].take())
    }

    /// The clock.
    pub fn clock(&self) -> RunningClock<'s> {
        RunningClock { world: self.clone() }
    }

    /// Requests of clients, oldest first, at most 1000, with their diagnoses.
    pub fn requests(&self) -> Result<Vec<Value>, Refused> {
        let page = self.ask("GET", "/requests?order=asc&limit=1000", &Value::Null)?;
        Ok(page["items"].as_array().cloned().unwrap_or_default())
    }

    /// Sets the world back to its beginning.
    pub fn reset(&self) -> Result<(), Refused> {
        self.ask("POST", "/reset", &json!({})).map(drop)
    }

    /// Sends a request to the control plane about this world; `path` stands below the world's.
    pub fn ask(&self, method: &'static str, path: &str, body: &Value) -> Result<Value, Refused> {
        self.server.control(method, &format!("/worlds/{}{path}", self.id), body)
    }
}

/// The clock of a world.
#[derive(Clone, Debug)]
pub struct RunningClock<'s> {
    world: RunningWorld<'s>,
}

impl RunningClock<'_> {
    /// World time (RFC 3339).
    pub fn now(&self) -> Result<String, Refused> {
        let clock = self.world.ask("GET", "/clock", &Value::Null)?;
        Ok(clock["now"].as_str().unwrap_or_default().to_owned())
    }

    /// Lets time stand still at an instant (RFC 3339).
    pub fn freeze(&self, at: &str) -> Result<(), Refused> {
        self.world.ask("PUT", "/clock", &json!({"mode": "frozen", "at": at})).map(drop)
    }

    /// Moves time on by a duration like `301s`; answers the effects that fired.
    pub fn advance(&self, by: &str) -> Result<Vec<Value>, Refused> {
        let moved = self.world.ask("POST", "/clock/advance", &json!({ "by": by }))?;
        Ok(moved["fired"].as_array().cloned().unwrap_or_default())
    }
}

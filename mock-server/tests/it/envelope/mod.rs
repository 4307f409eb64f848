//! ER, the encrypted-envelope surface.

mod corpus;
mod deliveries;
mod money;
mod noise;
mod nonces;
mod openapi;
mod receiver;
mod story;
mod webhooks;

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use mock_server::crypto::sealed::{self, Reader};
use serde_json::{Value, json};

use crate::support::Sandbox;

/// An opened answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    /// Payload of the envelope, or the body when it was not sealed.
    pub(crate) body: Value,
    pub(crate) is_sealed: bool,
}

impl Opened {
    pub(crate) fn slug(&self) -> &str {
        self.body["error_slug"].as_str().unwrap_or("")
    }

    pub(crate) fn text(&self, pointer: &str) -> &str {
        self.body.pointer(pointer).and_then(Value::as_str).unwrap_or("")
    }
}

/// A project as a client.
pub(crate) struct Project {
    pub(crate) key: String,
    pub(crate) secret: String,
    /// Number of requests that it has sent.
    pub(crate) requests: i64,
}

impl Project {
    /// The project with this label.
    pub(crate) async fn named(sandbox: &Sandbox, label: &str) -> Self {
        let path = format!("/worlds/{}/credentials", sandbox.world);
        let mut answer = sandbox.control("GET", &path, &Value::Null).await;
        // A read that meets a loss on a disk that fails is refused, and the next one is not.
        while answer.status == StatusCode::SERVICE_UNAVAILABLE {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            answer = sandbox.control("GET", &path, &Value::Null).await;
        }
        let surfaces = answer.json();
        let projects = surfaces["ER"]["projects"].as_array().unwrap();
        let project = projects.iter().find(|project| project["label"] == label).unwrap();
        let text = |name: &str| project[name].as_str().unwrap().to_owned();
        Self { key: text("api_key"), secret: text("api_secret"), requests: 0 }
    }

    /// A request with these fields, sealed, with a timestamp a little later than the one before.
    pub(crate) fn request(
        &mut self,
        sandbox: &Sandbox,
        path: &str,
        fields: &Value,
        key: Option<&str>,
    ) -> Request<Body> {
        self.requests += 1;
        let mut payload = json!({"request_timestamp": sandbox.now * 1000 + self.requests});
        for (name, value) in fields.as_object().unwrap() {
            payload[name] = value.clone();
        }
        let nonce = [u8::try_from(self.requests % 251).unwrap(); sealed::NONCE];
        let text = payload.to_string();
        let encrypted = sealed::seal(&self.secret, sealed::VERSION, &nonce, text.as_bytes());
        let mut request = Request::post(format!("/api/v1{path}"))
            .header("API-KEY", &self.key)
            .header("content-type", "application/json");
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        request.body(Body::from(json!({ "encrypted": encrypted }).to_string())).unwrap()
    }

    /// Opens an answer.
    pub(crate) fn open(&self, status: StatusCode, body: &[u8]) -> Opened {
        let body: Value = serde_json::from_slice(body).unwrap();
        let reader = Reader { strict: true, versions: &[2] };
        let Some(encrypted) = body["encrypted"].as_str() else {
            return Opened { status, body, is_sealed: false };
        };
        let plain = reader.open(&self.secret, encrypted).unwrap();
        Opened { status, body: serde_json::from_slice(&plain).unwrap(), is_sealed: true }
    }

    pub(crate) async fn post(
        &mut self,
        sandbox: &Sandbox,
        path: &str,
        fields: &Value,
        key: Option<&str>,
    ) -> Opened {
        let request = self.request(sandbox, path, fields, key);
        let reply = sandbox.send(request).await;
        is_json(&reply.headers);
        let opened = self.open(reply.status, &reply.body);
        openapi::check(path, &opened);
        opened
    }

    /// Makes a call that must succeed.
    pub(crate) async fn ask(&mut self, sandbox: &Sandbox, path: &str, fields: &Value) -> Value {
        let opened = self.post(sandbox, path, fields, None).await;
        assert_eq!(opened.status, StatusCode::OK, "{path}: {}", opened.body);
        assert!(opened.is_sealed);
        opened.body
    }
}

fn is_json(headers: &HeaderMap) {
    assert_eq!(headers["content-type"], "application/json");
}

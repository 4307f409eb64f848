//! Clients of all mocked APIs, who send the requests that were explained.

use axum::{body::Body, http::Request};
use mock_server::{gate::WebhookSender, surfaces};
use serde_json::{Value, json};

use crate::{envelope::Project, support::Sandbox};

/// Those who send requests.
pub(super) struct Clients {
    pub(super) sandbox: Sandbox,
    in_app: String,
    project: Project,
    managed: String,
}

impl Clients {
    /// Clients of a new world: acme, jane, the project main and amara.
    pub(super) async fn new() -> Self {
        let sandbox = Sandbox::new().await;
        let in_app = sandbox.mint("jane", "valid").await;
        let project = Project::named(&sandbox, "main").await;
        let shown = sandbox.control("GET", "/worlds/test/credentials", &Value::Null).await.json();
        let users = shown["MC"]["users"].as_array().unwrap();
        let user = users.iter().find(|user| user["label"] == "amara").unwrap();
        let login = json!({"username": user["username"], "password": user["password"]});
        let reply = sandbox.send(post("/api/v1/token/", &[], &login.to_string())).await;
        let managed = reply.json()["access"].as_str().unwrap().to_owned();
        let sink = json!({"surface": "MC", "url": "sink"});
        super::super::done(&sandbox, "POST", "/worlds/test/receivers", &sink).await;
        Self { sandbox, in_app, project, managed }
    }

    /// Label of the caller of an operation.
    pub(super) fn label(surface: &str, operation: &str) -> &'static str {
        match surface {
            _ if operation == "deliveries.retry" => "ops",
            "PG" => "acme/primary",
            "AG" => "jane",
            "ER" => "main",
            _ => "amara",
        }
    }

    /// Sends a request as it was explained: status and body of the answer.
    pub(super) async fn send(&mut self, surface: &str, request: &Value) -> (u16, String) {
        let (path, body) = (request["path"].as_str().unwrap(), request["body"].to_string());
        let key = request["headers"]["idempotency-key"].as_str();
        let reply = match surface {
            "PG" => self.sandbox.post(0, body.as_bytes()).await,
            "AG" => {
                let bearer = format!("Bearer {}", self.in_app);
                self.sandbox.send(post(path, &[("authorization", &bearer)], &body)).await
            }
            "ER" => {
                let mut fields = request["body"].clone();
                fields.as_object_mut().unwrap().shift_remove("request_timestamp");
                let path = path.strip_prefix("/api/v1").unwrap();
                let request = self.project.request(&self.sandbox, path, &fields, key);
                let reply = self.sandbox.send(request).await;
                let opened = self.project.open(reply.status, &reply.body);
                return (reply.status.as_u16(), opened.body.to_string());
            }
            _ => {
                let bearer = format!("Bearer {}", self.managed);
                let headers = match path {
                    _ if path.starts_with("/weebhook/") => [("cookie", "sessionid=staff-test")],
                    _ => [("authorization", bearer.as_str())],
                };
                let keyed = key.map(|key| ("idempotency-key", key));
                let headers: Vec<_> = headers.into_iter().chain(keyed).collect();
                self.sandbox.send(post(path, &headers, &body)).await
            }
        };
        (reply.status.as_u16(), reply.text())
    }

    /// The explanation of an operation; it must be possible.
    pub(super) async fn explained(&self, surface: &str, operation: &str, input: &Value) -> Value {
        let mut asked = json!({"surface": surface, "operation": operation,
                               "as": Self::label(surface, operation), "input": input});
        if let Some(key) = input.get("idempotency_key") {
            asked["idempotency_key"] = key.clone();
            asked["input"].as_object_mut().unwrap().shift_remove("idempotency_key");
        }
        super::super::done(&self.sandbox, "POST", "/worlds/test/explain", &asked).await
    }

    /// Sends what has fallen due to receivers, as a running server does by itself.
    pub(super) async fn deliver(&self) {
        let world = self.sandbox.worlds.get("test").unwrap();
        WebhookSender::new(surfaces::webhook_format).deliver(&world).await;
    }

    /// Sends the ops of a repair.
    pub(super) async fn repair(&self, repair: &Value) {
        for one in repair.as_array().unwrap() {
            let path = format!("/worlds/test/ops/{}", one["op"].as_str().unwrap());
            super::super::done(&self.sandbox, "POST", &path, &one["input"]).await;
        }
    }
}

fn post(path: &str, headers: &[(&str, &str)], body: &str) -> Request<Body> {
    let mut request = Request::post(path).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

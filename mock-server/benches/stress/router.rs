//! Router of a server in this process, and a partner that sends to it without sockets.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use clap::Parser;
use conformance::drivers::partner::sign;
use http_body_util::BodyExt;
use mock_server::{config::Config, server};
use serde_json::{Value, json};
use tower::ServiceExt;

/// World time of a new world, in milliseconds since 1970.
pub(crate) const START: u64 = 1_893_456_000_000;

/// Router of a server that keeps few log entries.
pub(crate) fn router() -> Router {
    let config = Config::parse_from(["mock-server", "--log-entries", "100"]);
    let worlds = server::worlds(&config).expect("the default world");
    server::router(worlds, &config).expect("no token")
}

/// Credential of the first partner of a world.
pub(crate) struct Partner {
    token: String,
    secret: String,
}

impl Partner {
    /// Makes a world whose clock stands at [`START`], and takes its first partner's credential.
    pub(crate) async fn of_new_world(router: &Router, id: &str) -> Self {
        let made = json!({"id": id, "clock": {"mode": "frozen", "at": "2030-01-01T00:00:00Z"}});
        let (status, made) = answer(router, control("/worlds", &made)).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        let credential = &made["surfaces"]["PG"]["partners"][0]["credentials"][0];
        let text = |name: &str| credential[name].as_str().expect("a text").to_owned();
        Self { token: text("api_token"), secret: text("client_secret") }
    }

    /// A signed request of the partner API, at a time in milliseconds since 1970.
    pub(crate) fn signed(&self, time: u64, body: &str) -> Request<Body> {
        let stamp = time.to_string();
        Request::post("/partner/cards/graphql")
            .header("content-type", "application/json")
            .header("x-agio-api-key", &self.token)
            .header("x-agio-timestamp", &stamp)
            .header("x-agio-signature", sign::hex(&self.secret, &stamp, body.as_bytes()))
            .body(Body::from(body.to_owned()))
            .expect("a request")
    }
}

/// A POST to the control plane.
pub(crate) fn control(path: &str, body: &Value) -> Request<Body> {
    let request = Request::post(format!("/_sandbox{path}"));
    request.body(Body::from(body.to_string())).expect("a request")
}

/// Status of the answer; and its body when the status is another than 200, else null.
pub(crate) async fn answer(router: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let (status, body) = bytes(router, request).await;
    // Only what is looked at is read.
    let shown = status != StatusCode::OK;
    (status, if shown { serde_json::from_slice(&body).unwrap_or_default() } else { Value::Null })
}

/// Status and body of the answer.
pub(crate) async fn bytes(router: &Router, request: Request<Body>) -> (StatusCode, Vec<u8>) {
    let Ok(response) = router.clone().oneshot(request).await;
    let status = response.status();
    (status, response.into_body().collect().await.expect("a body").to_bytes().into())
}

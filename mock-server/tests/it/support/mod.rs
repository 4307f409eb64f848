//! A server without a network, and partners whose signatures have timestamps in milliseconds.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use clap::Parser;
use conformance::drivers::partner::sign;
use http_body_util::BodyExt;
use mock_server::{config::Config, server, worlds::Worlds};
use serde_json::{Value, json};
use tower::ServiceExt;

/// World time at the start of the tests.
pub(crate) const START: &str = "2030-01-01T00:00:00Z";
/// World time at the start of the tests, in milliseconds since 1970.
pub(crate) const START_MS: i64 = 1_893_456_000_000;

/// Answer of the server.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The answer of a router to a request.
    pub(crate) async fn of(router: Router, request: Request<Body>) -> Self {
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        // A fault may cut it off; then it is empty here.
        let body = body.collect().await.map(|body| body.to_bytes().to_vec()).unwrap_or_default();
        Self { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A server with one world, whose clock is frozen.
pub(crate) struct Sandbox {
    pub(crate) router: Router,
    pub(crate) worlds: Worlds,
    pub(crate) world: String,
    /// World time, in milliseconds since 1970.
    pub(crate) now: i64,
    tokens: Vec<(String, String)>,
    requests: i64,
}

impl Sandbox {
    pub(crate) async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// A sandbox whose world has this definition.
    pub(crate) async fn with(more: Value) -> Self {
        Self::made(more, &Config::default()).await
    }

    /// A sandbox of a server that was started with these flags.
    pub(crate) async fn configured(flags: &[&str]) -> Self {
        let config = Config::parse_from([&["mock-server"], flags].concat());
        Self::made(json!({}), &config).await
    }

    /// A sandbox of a server with this configuration, whose world has this definition.
    pub(crate) async fn made(more: Value, config: &Config) -> Self {
        Self::over(server::worlds(config).unwrap(), more, config).await
    }

    /// A sandbox of these worlds, and of one more that has this definition.
    pub(crate) async fn over(worlds: Worlds, more: Value, config: &Config) -> Self {
        let mut sandbox = Self::again(worlds, config);
        let mut definition =
            json!({"id": "test", "seed": "7", "clock": {"mode": "frozen", "at": START}});
        for (name, value) in more.as_object().unwrap() {
            definition[name] = value.clone();
        }
        let made = sandbox.control("POST", "/worlds", &definition).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        for partner in made.json()["surfaces"]["PG"]["partners"].as_array().unwrap() {
            let credential = &partner["credentials"][0];
            let text = |name: &str| credential[name].as_str().unwrap().to_owned();
            sandbox.tokens.push((text("api_token"), text("client_secret")));
        }
        sandbox
    }

    /// A sandbox of these worlds, in which nobody has credentials yet.
    pub(crate) fn again(worlds: Worlds, config: &Config) -> Self {
        let router = server::router(worlds.clone(), config).unwrap();
        Self {
            router,
            worlds,
            world: "test".to_owned(),
            now: START_MS,
            tokens: Vec::new(),
            requests: 0,
        }
    }

    /// Goes on as the clients of another sandbox.
    pub(crate) fn go_on_from(&mut self, other: &Self) {
        self.tokens.clone_from(&other.tokens);
        self.requests = other.requests;
    }

    /// A client of another world of the same server, with the credentials of this one.
    pub(crate) fn another(&self, world: &str) -> Self {
        Self {
            router: self.router.clone(),
            worlds: self.worlds.clone(),
            world: world.to_owned(),
            now: self.now,
            tokens: self.tokens.clone(),
            requests: self.requests,
        }
    }

    /// Makes a partner sign with another credential from now on.
    pub(crate) fn use_credential(&mut self, partner: usize, token: &Value, secret: &Value) {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.tokens[partner] = (text(token), text(secret));
    }

    /// Number of the next request.
    pub(crate) fn next_request(&mut self) -> i64 {
        self.requests += 1;
        self.requests
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        Reply::of(self.router.clone(), request).await
    }

    /// Sends a request to the control plane, below `/_sandbox`.
    pub(crate) async fn control(&self, method: &str, path: &str, body: &Value) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(format!("/_sandbox{path}"))
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Runs an operation of the back office.
    pub(crate) async fn op(&self, op: &str, input: &Value) -> Reply {
        self.control("POST", &format!("/worlds/{}/ops/{op}", self.world), input).await
    }

    /// Advances the clock by `seconds`.
    pub(crate) async fn advance(&mut self, seconds: i64) -> Reply {
        self.advance_ms(seconds * 1000).await
    }

    /// Advances the clock by milliseconds.
    pub(crate) async fn advance_ms(&mut self, by: i64) -> Reply {
        let path = format!("/worlds/{}/clock/advance", self.world);
        let reply = self.control("POST", &path, &json!({"by": format!("{by}ms")})).await;
        self.now += by;
        reply
    }

    /// API key and secret of a partner.
    pub(crate) fn credential(&self, partner: usize) -> (String, String) {
        self.tokens[partner].clone()
    }

    /// API key of partner 0 (acme).
    pub(crate) fn signed_token(&self) -> String {
        self.tokens[0].0.clone()
    }

    /// A signed request with these bytes, as partner 0 (acme) or 1 (globex).
    pub(crate) fn signed(&mut self, partner: usize, body: &[u8]) -> Request<Body> {
        self.requests += 1;
        self.signed_at(partner, body, self.now + self.requests % 100_000)
    }

    /// A signed request at an instant, in milliseconds: equal arguments give equal requests.
    pub(crate) fn signed_at(&self, partner: usize, body: &[u8], stamp: i64) -> Request<Body> {
        let (token, secret) = &self.tokens[partner];
        let stamp = stamp.to_string();
        Request::builder()
            .method("POST")
            .uri("/partner/cards/graphql")
            .header("content-type", "application/json")
            .header("x-agio-api-key", token.as_str())
            .header("x-agio-timestamp", &stamp)
            .header("x-agio-signature", sign::hex(secret, &stamp, body))
            .body(Body::from(body.to_vec()))
            .unwrap()
    }

    /// Sends a body, signed.
    pub(crate) async fn post(&mut self, partner: usize, body: &[u8]) -> Reply {
        let request = self.signed(partner, body);
        self.send(request).await
    }

    /// Sends a document, signed.
    pub(crate) async fn ask(&mut self, document: &str, variables: &Value) -> Reply {
        let body = json!({"query": document, "variables": variables}).to_string();
        self.post(0, body.as_bytes()).await
    }
}

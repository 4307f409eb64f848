//! A running server, as commands ask it: where it is, and how its refusals read.

use std::{env, time::Duration};

use anyhow::{Context, anyhow, bail};
use axum::http::{Method, StatusCode};
use clap::Args;
use reqwest::{Client, RequestBuilder, Response, Url};
use serde_json::Value;

use crate::crypto::Secret;

/// Server to ask.
#[derive(Clone, Debug, Args)]
pub(super) struct ServerArgs {
    /// URL of the running server.
    #[arg(long, global = true, env = "SANDBOX_URL", default_value = "http://127.0.0.1:8080")]
    url: String,
    /// Name of the environment variable that holds the control token, if the server needs one.
    #[arg(long, global = true, default_value = "SANDBOX_CONTROL_TOKEN", value_name = "NAME")]
    token_env: String,
}

/// World of a running server.
#[derive(Clone, Debug, Args)]
pub(super) struct WorldArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// Id of the world.
    #[arg(
        id = "world_id",
        long = "world",
        value_name = "WORLD",
        global = true,
        env = "SANDBOX_WORLD",
        default_value = "default"
    )]
    world: String,
}

impl ServerArgs {
    /// The server; an error when its URL is none.
    pub(super) fn sandbox(&self) -> anyhow::Result<Sandbox> {
        Sandbox::at(&self.url, env::var(&self.token_env).ok())
    }
}

impl WorldArgs {
    /// The server; an error when its URL is none.
    pub(super) fn sandbox(&self) -> anyhow::Result<Sandbox> {
        self.server.sandbox()
    }

    /// The path of the world, with `rest` behind it.
    pub(super) fn path(&self, rest: &str) -> String {
        format!("/worlds/{}{rest}", segment(&self.world))
    }
}

/// A part of a path, in which nothing ends it.
pub(super) fn segment(text: &str) -> String {
    let mut url = Url::parse("http://a/").expect("a URL");
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.clear().push(text);
    }
    url.path().trim_start_matches('/').to_owned()
}

/// The control plane of a running server.
pub(super) struct Sandbox {
    client: Client,
    /// URL of the server, without a slash at its end.
    url: String,
    token: Option<Secret>,
}

/// Time for a server to accept a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// Time for a whole answer: longer than any wait that the control plane allows.
const ANSWER: Duration = Duration::from_secs(120);

impl Sandbox {
    fn at(url: &str, token: Option<String>) -> anyhow::Result<Self> {
        let parsed = Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        if parsed.is_none_or(|url| !url.has_host()) {
            bail!("{url:?} is no URL like http://127.0.0.1:8080");
        }
        // An error means that a provider is installed already; it is the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .no_proxy()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .build()
            .context("cannot make an HTTP client")?;
        let url = url.trim_end_matches('/').trim_end_matches("/_sandbox").to_owned();
        let token = token.filter(|token| !token.trim().is_empty());
        Ok(Self { client, url, token: token.map(|token| Secret::new(token.trim())) })
    }

    /// Asks for a path below `/_sandbox`; any answer counts.
    pub(super) async fn probe(&self, path: &str) -> anyhow::Result<(StatusCode, Value)> {
        let response = self.sent(self.request(Method::GET, path)).await?;
        let status = response.status();
        Ok((status, response.json().await.unwrap_or_default()))
    }

    /// Text of the answer to a path below `/_sandbox`; a refusal is an error.
    pub(super) async fn text(&self, path: &str) -> anyhow::Result<String> {
        let response = accepted(self.sent(self.request(Method::GET, path)).await?).await?;
        response.text().await.context("the answer broke off")
    }

    /// Answer to a path below `/_sandbox`; a refusal is an error.
    pub(super) async fn get(&self, path: &str) -> anyhow::Result<Value> {
        self.send(Method::GET, path, &Value::Null).await
    }

    /// Answer to a request with a body, if it is not null; null for an answer without a body. A
    /// refusal is an error.
    pub(super) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> anyhow::Result<Value> {
        let request = self.request(method, path);
        let request = if body.is_null() { request } else { request.json(body) };
        let answer = accepted(self.sent(request).await?).await?;
        let bytes = answer.bytes().await.context("the answer broke off")?;
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).context("the answer is not JSON")
    }

    /// Answer to lines of JSON; a refusal is an error.
    pub(super) async fn send_lines(&self, path: &str, lines: String) -> anyhow::Result<Value> {
        let request = self.request(Method::POST, path);
        let request = request.header("content-type", "application/x-ndjson").body(lines);
        let answer = accepted(self.sent(request).await?).await?;
        answer.json().await.context("the answer is not JSON")
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}/_sandbox{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(token.reveal()),
            None => request,
        }
    }

    async fn sent(&self, request: RequestBuilder) -> anyhow::Result<Response> {
        request.send().await.map_err(|error| {
            let mut root: &dyn std::error::Error = &error;
            while let Some(source) = root.source() {
                root = source;
            }
            anyhow!("no answer from {}: {root}", self.url)
        })
    }
}

/// An answer that is no refusal.
async fn accepted(response: Response) -> anyhow::Result<Response> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let problem: Value = response.json().await.unwrap_or_default();
    if problem["code"].is_null() {
        bail!("status {status}: no control plane of a sandbox answers there");
    }
    bail!("{}", refusal(&problem))
}

/// A refusal in one line: its code, its reason, the place of the mistake and what was perhaps meant.
pub(super) fn refusal(problem: &Value) -> String {
    let code = problem["code"].as_str().unwrap_or("refused");
    let text = |name: &str| problem[name].as_str().filter(|text| !text.is_empty());
    let mut line = format!("{code}: {}", text("detail").or(text("title")).unwrap_or_default());
    if let Some(place) = text("pointer") {
        line.push_str(&format!(" (at {place})"));
    }
    let near: Vec<_> = problem["did_you_mean"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if !near.is_empty() {
        line.push_str(&format!("; is {} meant?", near.join(" or ")));
    }
    if problem["error"].is_object() {
        line.push_str(&format!("; {}", refusal(&problem["error"])));
    }
    line
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_refusal_names_its_place_and_what_is_near() {
        let problem = json!({"code": "unknown_field", "title": "Unknown member", "detail": "no such",
                             "pointer": "/sede", "did_you_mean": ["seed"]});
        assert_eq!(refusal(&problem), "unknown_field: no such (at /sede); is seed meant?");
    }

    #[test]
    fn a_part_of_a_path_stays_one() {
        assert_eq!(segment("a/b?c"), "a%2Fb%3Fc");
        assert_eq!(segment("default"), "default");
    }
}

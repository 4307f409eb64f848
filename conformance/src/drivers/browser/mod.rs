//! A scripted browser: Chromium or Chrome behind a WebDriver of their own (`chromedriver`), which
//! tells what a page sends.
//!
//! # Rationale
//! Eight commands of WebDriver are eight small JSON bodies, and the HTTP client is there; the
//! libraries for it bring twenty crates, the segmentation of Unicode texts among them.

mod network;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

pub use self::network::Seen;
use super::Client;
use crate::{Mismatch, StepResult};

/// The longest time until a page shows what it is asked for.
const PATIENCE: Duration = Duration::from_secs(15);

/// The longest time for one command; a browser takes its time to start.
const COMMAND_TIME: Duration = Duration::from_secs(30);

/// A window of a browser that was started for one scenario, with a profile of its own.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    /// The address of the session.
    session: String,
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Browser").field("session", &self.session).finish_non_exhaustive()
    }
}

impl Browser {
    /// Starts a browser by the WebDriver at this address.
    pub async fn start(client: Client, webdriver: &str) -> StepResult<Self> {
        let webdriver = webdriver.trim_end_matches('/');
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments()},
            "goog:loggingPrefs": {"performance": "ALL"},
        }}});
        let made = command(&client, "POST", &format!("{webdriver}/session"), &capabilities).await;
        let made = made.map_err(|why| Mismatch::unreachable("a browser", why.actual))?;
        let Some(id) = made["sessionId"].as_str() else {
            return Err(Mismatch::unreachable("a session of a browser", made.to_string()));
        };
        Ok(Self { client, session: format!("{webdriver}/session/{id}") })
    }

    /// Ends the browser.
    pub async fn close(&self) {
        let _ = command(&self.client, "DELETE", &self.session, &Value::Null).await;
    }

    /// Sends these headers with every request of the window.
    pub async fn send_headers(&self, headers: &[(String, String)]) -> StepResult {
        let all: serde_json::Map<_, _> =
            headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        self.devtools("Network.setExtraHTTPHeaders", json!({ "headers": all })).await.map(drop)
    }

    /// Runs a script in every page of the window before the page's own.
    pub async fn prepare(&self, script: &str) -> StepResult {
        let source = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source).await.map(drop)
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) -> StepResult {
        self.post("/url", json!({ "url": url })).await.map(drop)
    }

    /// Opens a new tab and goes on in it.
    pub async fn new_tab(&self) -> StepResult {
        let made = self.post("/window/new", json!({"type": "tab"})).await?;
        self.post("/window", json!({"handle": made["handle"]})).await.map(drop)
    }

    /// The result of a script: the body of a function with these arguments.
    pub async fn run(&self, script: &str, arguments: Value) -> StepResult<Value> {
        self.post("/execute/sync", json!({"script": script, "args": arguments})).await
    }

    /// The result of a script once it is neither null nor false; none when it never is.
    pub async fn wait(&self, script: &str, arguments: Value) -> StepResult<Option<Value>> {
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.run(script, arguments.clone()).await?;
            if found != Value::Null && found != Value::Bool(false) {
                return Ok(Some(found));
            }
            if Instant::now() > until {
                return Ok(None);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Writes a text where the focus is, in place of what stands there.
    pub async fn write(&self, text: &str) -> StepResult {
        let select = json!({"type": "keyDown", "modifiers": 2, "key": "a", "code": "KeyA",
            "windowsVirtualKeyCode": 65, "commands": ["selectAll"]});
        self.devtools("Input.dispatchKeyEvent", select).await?;
        self.devtools("Input.insertText", json!({ "text": text })).await.map(drop)
    }

    async fn devtools(&self, method: &str, parameters: Value) -> StepResult<Value> {
        self.post("/goog/cdp/execute", json!({"cmd": method, "params": parameters})).await
    }

    async fn post(&self, path: &str, body: Value) -> StepResult<Value> {
        command(&self.client, "POST", &format!("{}{path}", self.session), &body).await
    }
}

/// Chromium does not start as root with its sandbox; as root it has no rights to lose.
fn arguments() -> Vec<&'static str> {
    let mut all = vec!["--headless=new", "--disable-dev-shm-usage", "--window-size=1400,900"];
    #[cfg(unix)]
    if rustix::process::geteuid().is_root() {
        all.push("--no-sandbox");
    }
    all
}

/// The value that a command answers.
async fn command(client: &Client, method: &str, url: &str, body: &Value) -> StepResult<Value> {
    let failed = |why: String| Mismatch::suite(format!("an answer of the browser to {url}"), why);
    let method = if method == "DELETE" { reqwest::Method::DELETE } else { reqwest::Method::POST };
    let mut request = client.request(method, url).timeout(COMMAND_TIME);
    if !body.is_null() {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let answer = request.send().await.map_err(|error| failed(super::http::root_cause(&error)))?;
    let is_good = answer.status().is_success();
    let text = answer.text().await.map_err(|error| failed(super::http::root_cause(&error)))?;
    let mut json: Value = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    let value = json["value"].take();
    if is_good { Ok(value) } else { Err(failed(value["message"].to_string())) }
}

//! The provision hook of a foreign target: one JSON in, one JSON out, over HTTP or as a command.

use std::{
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, process::Command};

use super::{Http, http::Sent};
use crate::{
    Mismatch, StepResult,
    ledger::{Operation, of_action},
    target::{Hook, Surface},
};

/// The hook as one scenario uses it.
#[derive(Debug, Clone)]
pub struct Office {
    /// How it is called.
    pub hook: Arc<Hook>,
    /// The run, for the hook's own records.
    pub run: String,
    /// The requirement that the scenario judges first, for the same.
    pub scenario: String,
    /// The surface of that requirement.
    pub surface: Surface,
    /// What it sends with.
    pub http: Http,
    /// Whether it has done anything for this scenario.
    pub used: Arc<AtomicBool>,
}

impl Office {
    /// Asks for something; answers its `output`.
    pub async fn act(&self, action: &str, input: &Value) -> StepResult<Value> {
        self.http.ledger().enter_action(&of_action(action, input))?;
        let (credential, input) = elsewhere(input);
        let order = self.order(action, credential, &input);
        let done = ask(&self.hook, &self.http, &order).await?;
        self.used.store(true, Ordering::Relaxed);
        Ok(done)
    }

    /// Tells the hook that the scenario is over, if it has done anything for it. A hook that keeps
    /// nothing need not understand.
    pub async fn clean_up(&self) {
        if self.used.load(Ordering::Relaxed) {
            let _ =
                ask(&self.hook, &self.http, &self.order("cleanup", "primary", &json!({}))).await;
        }
    }

    fn order(&self, action: &str, credential: &str, input: &Value) -> Value {
        json!({
            "v": 1, "id": uuid::Uuid::new_v4().to_string(), "run": self.run,
            "scenario": self.scenario, "surface": self.surface.code(), "credential": credential,
            "action": action, "input": input,
        })
    }
}

/// Whose credential an action is for, and its input without the names of partners and organizations
/// that only a sandbox's world has.
fn elsewhere(input: &Value) -> (&'static str, Value) {
    let credential = if input["partner"] == "globex" { "second" } else { "primary" };
    let mut input = input.clone();
    if let Some(members) = input.as_object_mut() {
        members.retain(|name, _| name != "partner" && name != "organization");
    }
    (credential, input)
}

/// What a hook offers.
pub async fn describe(hook: &Hook, http: &Http) -> StepResult<Vec<String>> {
    let order = json!({ "v": 1, "id": "describe", "action": "describe", "input": {} });
    http.ledger().enter_action(&Operation::named("describe"))?;
    let output = ask(hook, http, &order).await?;
    let actions = output["actions"].as_array().cloned().unwrap_or_default();
    Ok(actions.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect())
}

async fn ask(hook: &Hook, http: &Http, order: &Value) -> StepResult<Value> {
    let action = order["action"].as_str().unwrap_or_default().to_owned();
    let told = match hook {
        Hook::Http { url, token, timeout } => {
            over_http(url, token.as_deref(), *timeout, http, order).await?
        }
        Hook::Command { line, timeout } => by_command(line, *timeout, order).await?,
    };
    let broken = |why: &str| Mismatch::precondition(format!("the hook does {action}"), why);
    match (told["ok"].as_bool(), told["unsupported"].as_bool()) {
        (Some(true), _) if told["output"].is_object() => Ok(told["output"].clone()),
        (Some(true), _) => Err(broken("its answer has no output")),
        (Some(false), Some(true)) => {
            let detail = told["detail"].as_str().unwrap_or("it does not say why");
            Err(Mismatch::missing(format!("the hook does not support {action}"), detail))
        }
        (Some(false), _) => Err(broken(told["error"].as_str().unwrap_or("it failed"))),
        (None, _) => Err(broken("its answer has no ok")),
    }
}

async fn over_http(
    url: &str,
    token: Option<&str>,
    timeout: Duration,
    http: &Http,
    order: &Value,
) -> StepResult<Value> {
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    if let Some(token) = token {
        headers.push(("authorization".to_owned(), format!("Bearer {token}")));
    }
    let sent = Sent {
        by: "the hook".to_owned(),
        method: "POST".to_owned(),
        url: url.to_owned(),
        headers,
        body: order.to_string().into_bytes(),
        signed: false,
        asked: None,
    };
    let late = || Mismatch::precondition("an answer of the hook", format!("none in {timeout:?}"));
    let answer =
        tokio::time::timeout(timeout, http.send_beside(&sent)).await.map_err(|_| late())??;
    if answer.status == 200 {
        return Ok(answer.json);
    }
    Err(Mismatch::precondition("HTTP 200 of the hook", answer.summary()))
}

async fn by_command(line: &[String], timeout: Duration, order: &Value) -> StepResult<Value> {
    let broken = |why: String| Mismatch::precondition(format!("the hook {}", line.join(" ")), why);
    let [program, arguments @ ..] = line else { return Err(broken("is empty".to_owned())) };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| broken(error.to_string()))?;
    if let Some(mut input) = child.stdin.take() {
        // A hook that does not read its input may still answer.
        let _ = input.write_all(order.to_string().as_bytes()).await;
    }
    let ended = tokio::time::timeout(timeout, child.wait_with_output()).await;
    let output = ended
        .map_err(|_| broken(format!("no answer in {timeout:?}")))?
        .map_err(|error| broken(error.to_string()))?;
    let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if !output.status.success() {
        return Err(broken(format!("{}: {complaint}", output.status)));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| broken(format!("its output is not JSON: {error}; {complaint}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_hears_of_credentials_and_not_of_a_sandboxs_partners() {
        let input = json!({ "partner": "globex", "organization": "globex-main", "name": "Lena" });
        assert_eq!(elsewhere(&input), ("second", json!({ "name": "Lena" })));
        assert_eq!(elsewhere(&json!({ "card": 7 })), ("primary", json!({ "card": 7 })));
    }
}

//! The provision hook of a foreign target: one JSON in, one JSON out, over HTTP or as a command.

use std::{
    io,
    process::{ExitStatus, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
};

use super::{Http, sent::Sent};
use crate::{
    Mismatch, StepResult,
    budget::{Operation, of_action},
    child::{Group, apart},
    target::{Hook, Surface},
};

/// The most bytes that a hook may print as its answer.
const MOST_OUTPUT: u64 = 1024 * 1024;

/// The largest number of bytes that are kept of a hook's standard error.
const MOST_COMPLAINT: u64 = 16 * 1024;

/// The hook as one scenario uses it.
#[derive(Debug, Clone)]
pub struct Office {
    /// The address or command of the hook.
    pub hook: Arc<Hook>,
    /// The run, for the hook's own records.
    pub run: String,
    /// The requirement that the scenario judges first, for the same.
    pub scenario: String,
    /// The surface of that requirement.
    pub surface: Surface,
    /// The HTTP client.
    pub http: Http,
    /// Whether it has done anything for this scenario.
    pub used: Arc<AtomicBool>,
}

impl Office {
    /// Asks for something; answers its `output`.
    pub async fn act(&self, action: &str, input: &Value) -> StepResult<Value> {
        self.http.budget().enter_action(&of_action(action, input))?;
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
/// that only a sandbox's world has. The id of an organization stays: a token of the target told it.
fn elsewhere(input: &Value) -> (&'static str, Value) {
    let credential = if input["partner"] == "globex" { "second" } else { "primary" };
    let is_id = |value: &Value| value.as_str().is_some_and(|id| uuid::Uuid::parse_str(id).is_ok());
    let mut input = input.clone();
    if let Some(members) = input.as_object_mut() {
        members.retain(|name, value| match name.as_str() {
            "partner" => false,
            "organization" => is_id(value),
            _ => true,
        });
    }
    (credential, input)
}

/// The actions that a hook offers.
pub async fn describe(hook: &Hook, http: &Http) -> StepResult<Vec<String>> {
    let order = json!({ "v": 1, "id": "describe", "action": "describe", "input": {} });
    http.budget().enter_action(&Operation::of(None, "describe"))?;
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
        surface: None,
        by: "the hook".to_owned(),
        method: "POST".to_owned(),
        url: url.to_owned(),
        headers,
        body: order.to_string().into_bytes(),
        ..Sent::default()
    };
    let answer = http.send_beside(&sent, timeout).await.map_err(|lost| {
        Mismatch::precondition(format!("an answer of the hook in {timeout:?}"), lost.actual)
    })?;
    if answer.status == 200 {
        return Ok(answer.into_json());
    }
    Err(Mismatch::precondition("HTTP 200 of the hook", answer.summary()))
}

async fn by_command(line: &[String], timeout: Duration, order: &Value) -> StepResult<Value> {
    let broken = |why: String| Mismatch::precondition(format!("the hook {}", line.join(" ")), why);
    let [program, arguments @ ..] = line else { return Err(broken("is empty".to_owned())) };
    // It may do its work when somebody presses Ctrl-C; everything that it starts ends with it.
    let mut child = apart(&mut Command::new(program))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| broken(error.to_string()))?;
    let group = Group::of(&child);
    let ended = tokio::time::timeout(timeout, finished(&mut child, order)).await;
    let (status, output, complaint) = match ended {
        Ok(ended) => ended.map_err(|error| broken(error.to_string()))?,
        Err(_) => return Err(broken(format!("no answer in {timeout:?}"))),
    };
    drop(group);
    if !status.success() {
        return Err(broken(format!("{status}: {complaint}")));
    }
    serde_json::from_slice(&output)
        .map_err(|error| broken(format!("its output is not JSON: {error}; {complaint}")))
}

/// Gives a hook its order and takes what it prints, until it has ended: how, what on standard
/// output, and the beginning of what on standard error.
async fn finished(child: &mut Child, order: &Value) -> io::Result<(ExitStatus, Vec<u8>, String)> {
    let (input, output, error) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let telling = async {
        if let Some(mut input) = input {
            // A hook that does not read its input may still answer.
            let _ = input.write_all(order.to_string().as_bytes()).await;
        }
    };
    let hearing = async {
        let mut printed = Vec::new();
        if let Some(output) = output {
            output.take(MOST_OUTPUT + 1).read_to_end(&mut printed).await?;
        }
        if printed.len() as u64 > MOST_OUTPUT {
            return Err(io::Error::other(format!("it prints more than {MOST_OUTPUT} bytes")));
        }
        Ok(printed)
    };
    let complaining = async {
        let mut said = Vec::new();
        if let Some(mut error) = error {
            (&mut error).take(MOST_COMPLAINT).read_to_end(&mut said).await?;
            // What is more is read, lest the hook wait for ever, and not kept.
            tokio::io::copy(&mut error, &mut tokio::io::sink()).await?;
        }
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    };
    let speaking = async { tokio::try_join!(hearing, complaining) };
    let ((), spoken) = tokio::join!(telling, speaking);
    let (printed, complaint) = spoken?;
    Ok((child.wait().await?, printed, complaint))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn says(script: &str) -> StepResult<Value> {
        let line = ["sh", "-c", script].map(str::to_owned);
        by_command(&line, Duration::from_secs(2), &json!({ "action": "describe" })).await
    }

    #[tokio::test]
    async fn a_hook_that_never_stops_printing_is_ended() {
        let why = |said: StepResult<Value>| said.unwrap_err().actual;
        assert!(why(says("yes").await).contains("more than 1048576 bytes"));
        let complains = says("yes no >&2 & sleep 0.2; kill $!; exit 3").await;
        assert!(why(complains).len() < 20_000);
        assert!(why(says("sleep 60").await).contains("no answer in 2s"));
    }

    #[tokio::test]
    async fn what_a_hook_leaves_running_is_ended_with_it() {
        let folder = std::env::temp_dir().join(format!("hook-{}", uuid::Uuid::new_v4()));
        let late = format!("(sleep 3; touch {}) & sleep 60", folder.display());
        assert!(says(&late).await.is_err());
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn a_hook_that_does_not_read_may_answer() {
        let said = says("echo '{\"ok\":true,\"output\":{}}'").await.unwrap();
        assert_eq!(said["ok"], true);
    }

    #[test]
    fn a_hook_hears_of_credentials_and_not_of_a_sandboxs_partners() {
        let input = json!({ "partner": "globex", "organization": "globex-main", "name": "Lena" });
        assert_eq!(elsewhere(&input), ("second", json!({ "name": "Lena" })));
        assert_eq!(elsewhere(&json!({ "card": 7 })), ("primary", json!({ "card": 7 })));
    }
}

//! `mock-server doctor`: would a request be accepted, and if not, why (SB 9.3)?

use std::path::PathBuf;

use anyhow::{Context, anyhow, bail};
use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;
use reqwest::Url;
use serde_json::{Map, Value, json};

use super::{
    Verdict,
    input::{bytes, secret},
    print, print_json,
    sandbox::{ServerArgs, refusal},
};
use crate::{
    crypto::Secret,
    surfaces::{SURFACES, control::judged_offline},
    world::clock::real_now,
};

/// Diagnose one request against a running server, or by a secret alone, without sending it to an API.
/// The exit code is 0 when it would be accepted and 1 when it would be refused.
#[derive(Clone, Debug, Args)]
pub(super) struct Doctor {
    /// File with the request; `-` is standard input. A raw HTTP message, an entry of a HAR file, or a
    /// HAR file, of which --entry counts.
    file: PathBuf,
    #[command(flatten)]
    server: ServerArgs,
    /// Name of the environment variable with the secret of the request's key. The request is then
    /// judged without a server, as one to a real environment: its time, its signature or envelope,
    /// and its form.
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,
    /// World time at which the request would arrive (RFC 3339); the time of its world when absent,
    /// and without a server the present.
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// Number of the entry in a HAR file, from 1; the last one when absent.
    #[arg(long, value_name = "N")]
    entry: Option<usize>,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
}

impl Doctor {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let request = read(&bytes(&self.file)?, self.entry)
            .with_context(|| format!("{} is no request", self.file.display()))?;
        if let Some(variable) = &self.secret_env {
            return self.offline(request, variable).await;
        }
        let mut body = json!({ "request": request });
        if let Some(at) = &self.at {
            body["at"] = json!(at);
        }
        let answer = self.server.sandbox()?.send(Method::POST, "/doctor", &body).await?;
        if self.json {
            print_json(&answer)?;
        } else {
            print(&told(&answer))?;
        }
        let is_accepted = matches!(answer["outcome"].as_str(), Some("ok" | "business_failure"));
        Ok(if is_accepted { Verdict::Yes } else { Verdict::No })
    }

    async fn offline(&self, request: Value, variable: &str) -> anyhow::Result<Verdict> {
        let at = match &self.at {
            Some(at) => at.parse().with_context(|| format!("--at: {at:?} is no instant"))?,
            None => real_now(),
        };
        let secret = Secret::new(secret(variable)?);
        let verdict = judged_offline(&SURFACES, request, secret, at);
        let verdict = verdict.await.map_err(|problem| anyhow!("{}", refusal(&problem)))?;
        match self.json {
            true => print_json(&json!(verdict))?,
            false => {
                let surface = verdict.surface;
                let first = match verdict.status {
                    _ if verdict.is_accepted => format!("{surface} would let it in"),
                    Some(status) => format!("{surface} would refuse it with status {status}"),
                    None => format!("{surface} would refuse it"),
                };
                print(&format!("{first}{}", mistakes(&json!(verdict.diagnosis))))?;
            }
        }
        Ok(if verdict.is_accepted { Verdict::Yes } else { Verdict::No })
    }
}

/// A verdict for people.
fn told(answer: &Value) -> String {
    let text = |name: &str| answer[name].as_str().unwrap_or("nobody known");
    let world = answer["world"].as_str().map_or("no world".to_owned(), |id| format!("world {id}"));
    let status = &answer["would"]["status"];
    let first = format!("{} with status {status}, in {world}, by {}", text("outcome"), text("by"));
    first + &mistakes(&answer["diagnosis"])
}

/// A diagnosis for people, each line behind a line feed.
fn mistakes(diagnosis: &Value) -> String {
    let mut lines = String::new();
    for one in diagnosis.as_array().into_iter().flatten() {
        let part = |name: &str| one[name].as_str().unwrap_or_default();
        lines.push_str(&format!("\n{} ({}): {}", part("cause"), part("certainty"), part("says")));
        if !part("fix").is_empty() {
            lines.push_str(&format!("\n  {}", part("fix")));
        }
    }
    lines
}

/// The request in a file, in the form that the control plane takes.
fn read(bytes: &[u8], entry: Option<usize>) -> anyhow::Result<Value> {
    let Ok(json) = serde_json::from_slice::<Value>(bytes) else { return message(bytes) };
    let entries = json.pointer("/log/entries").and_then(Value::as_array);
    let one = match entries {
        None => &json,
        Some(entries) => {
            let at = entry.unwrap_or(entries.len());
            let found = at.checked_sub(1).and_then(|at| entries.get(at));
            found.ok_or_else(|| anyhow!("it has {} entries", entries.len()))?
        }
    };
    har(&one["request"])
}

/// The request of an entry of a HAR file.
fn har(request: &Value) -> anyhow::Result<Value> {
    let url = request["url"].as_str().context("it has no request.url")?;
    let url = Url::parse(url).context("request.url is no URL")?;
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut headers = Map::new();
    for header in request["headers"].as_array().into_iter().flatten() {
        // The names of HTTP/2 that begin with a colon are no headers.
        if let Some(name) = header["name"].as_str().filter(|name| !name.starts_with(':')) {
            headers.insert(name.to_ascii_lowercase(), header["value"].clone());
        }
    }
    Ok(json!({"method": request["method"], "path": format!("{}{query}", url.path()),
              "headers": headers, "body": request["postData"]["text"].as_str().unwrap_or_default()}))
}

/// A raw HTTP message.
fn message(bytes: &[u8]) -> anyhow::Result<Value> {
    let (mut head, mut rest) = (Vec::new(), bytes);
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let line = std::str::from_utf8(&rest[..end]).context("its head is not text")?;
        let line = line.trim_end_matches('\r');
        rest = rest.get(end + 1..).unwrap_or_default();
        if line.is_empty() {
            break;
        }
        head.push(line);
    }
    let mut lines = head.into_iter();
    let first = lines.next().unwrap_or_default();
    let mut words = first.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        bail!("its first line is no `POST /path HTTP/1.1`");
    };
    let mut headers = Map::new();
    for line in lines {
        let (name, value) =
            line.split_once(':').with_context(|| format!("{line:?} is no header"))?;
        headers.insert(name.trim().to_ascii_lowercase(), json!(value.trim()));
    }
    Ok(json!({"method": method, "path": path, "headers": headers,
              "body_base64": STANDARD.encode(rest)}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_har_files_are_requests() {
        let raw = b"POST /a?b HTTP/1.1\r\nHost: x\r\nX-A: 1: 2\r\n\r\n{}\n";
        let read_raw = read(raw, None).unwrap();
        let headers = json!({"host": "x", "x-a": "1: 2"});
        let expected = json!({"method": "POST", "path": "/a?b", "headers": headers,
                              "body_base64": STANDARD.encode("{}\n")});
        assert_eq!(read_raw, expected);
        let entry = |path: &str| {
            json!({"request": {"method": "GET", "url": format!("http://h{path}"),
            "headers": [{"name": "A", "value": "1"}], "postData": {"text": "x"}}})
        };
        let har = json!({"log": {"entries": [entry("/1"), entry("/2")]}}).to_string();
        assert_eq!(read(har.as_bytes(), None).unwrap()["path"], "/2");
        let first = read(har.as_bytes(), Some(1)).unwrap();
        assert_eq!((&first["path"], &first["headers"]), (&json!("/1"), &json!({"a": "1"})));
        for wrong in ["", "nonsense", "{}", "POST / HTTP/1.1\nnonsense\n\n"] {
            assert!(read(wrong.as_bytes(), None).is_err(), "{wrong:?}");
        }
        assert!(read(har.as_bytes(), Some(3)).is_err());
    }
}

//! A session as HAR 1.2: an entry a request, redacted like the log.

use serde_json::{Map, Value, json};

use super::ExportRange;
use crate::{
    log::{Entry, RedactionContext},
    world::clock::written as instant,
};

/// The file.
pub(super) fn written<'e>(
    entries: impl Iterator<Item = &'e Entry>,
    range: ExportRange,
    redaction: &RedactionContext,
) -> String {
    let range = range.from..=range.to;
    let entries = entries.filter(|entry| range.contains(&entry.n));
    let entries: Vec<_> = entries.map(|entry| har_entry(entry, redaction)).collect();
    let file = json!({"log": {
        "version": "1.2",
        "creator": {"name": "mock-server", "version": env!("CARGO_PKG_VERSION")},
        "entries": entries,
    }});
    serde_json::to_string_pretty(&file).expect("a value is JSON")
}

fn har_entry(entry: &Entry, redaction: &RedactionContext) -> Value {
    let shown = entry.shown(redaction);
    let is_lost = entry.is_lost();
    let milliseconds = entry.took_us as f64 / 1000.0;
    let (request, answer) = (&shown["request"], &shown["answer"]);
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        value => value.to_string(),
    };
    let body = text(&request["body"]);
    let path = shown["path"].as_str().unwrap_or("/");
    let query = pairs(&request["query"]);
    let asked: Vec<_> = query
        .iter()
        .map(|pair| format!("{}={}", plain(&pair["name"]), plain(&pair["value"])))
        .collect();
    let asked = if asked.is_empty() { String::new() } else { format!("?{}", asked.join("&")) };
    let method = match shown["method"].as_str() {
        Some("WS") | None => "GET",
        Some(method) => method,
    };
    let mut sent = json!({
        "method": method,
        "url": format!("http://sandbox.invalid{path}{}", asked.replace(['[', ']', ' '], "_")),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": pairs(&request["headers"]),
        "queryString": query,
        "headersSize": -1,
        "bodySize": request["bytes"].as_i64().unwrap_or(-1),
    });
    if !body.is_empty() {
        sent["postData"] = json!({"mimeType": "application/json", "text": body});
    }
    if let Some(decrypted) = request.get("decrypted") {
        sent["_decrypted"] = decrypted.clone();
    }
    let status = entry.status().filter(|_| !is_lost).unwrap_or(0);
    let content = if is_lost { String::new() } else { text(&answer["body"]) };
    let mut received = json!({
        "status": status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "content": {"size": content.len(), "mimeType": "application/json", "text": content},
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": if is_lost { -1 } else { answer["bytes"].as_i64().unwrap_or(-1) },
    });
    if let Some(decrypted) = answer.get("decrypted").filter(|_| !is_lost) {
        received["_decrypted"] = decrypted.clone();
    }
    let mut all = json!({
        "startedDateTime": instant(entry.real_at),
        "time": milliseconds,
        "request": sent,
        "response": received,
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        "_n": entry.n,
        "_at": shown["at"],
        "_surface": shown["surface"],
        "_operation": shown["operation"],
        "_by": shown["by"],
        "_outcome": shown["outcome"],
        "_fault": shown["fault"],
    });
    if shown["diagnosis"].as_array().is_some_and(|found| !found.is_empty()) {
        all["_diagnosis"] = shown["diagnosis"].clone();
    }
    all
}

fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Members as pairs of name and value; one that is there several times is several pairs.
fn pairs(members: &Value) -> Vec<Value> {
    let empty = Map::new();
    let members = members.as_object().unwrap_or(&empty);
    let one = |(name, value): (&String, &Value)| {
        let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let texts = all
            .iter()
            .map(|value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned));
        texts.map(|value| json!({"name": name, "value": value})).collect::<Vec<_>>()
    };
    members.iter().flat_map(one).collect()
}

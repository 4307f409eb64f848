//! Webhooks through a proxy: the sandbox gets a URL of the proxy instead of the receiver's, and
//! nobody else notices.

use std::fmt::Write as _;

use serde_json::json;

use super::{Answer, Memory, Request, try_send};

const PATH: &str = "/relay/";

/// URL of the receiver that a delivery is for.
pub(super) fn receiver(request: &Request) -> Option<String> {
    let bytes = hex::decode(request.path.strip_prefix(PATH)?).ok()?;
    String::from_utf8(bytes).ok()
}

/// Passes a delivery on `times` times; the last acknowledgement counts, and 502 where nobody listens.
pub(super) async fn deliver(
    delivery: &Request,
    receiver: &str,
    times: usize,
    client: &reqwest::Client,
) -> Answer {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let mut answer = Answer { status: 200, headers, body: br#"{"success": true}"#.to_vec() };
    for _ in 0..times {
        let nobody = Answer { status: 502, headers: Vec::new(), body: Vec::new() };
        answer = try_send(delivery, receiver, client).await.unwrap_or(nobody);
    }
    answer
}

/// Makes the sandbox deliver to the proxy.
pub(super) fn redirect(request: &mut Request, memory: &Memory) {
    if !request.calls("/wh/subscribe") {
        return;
    }
    let Some(mut said) = memory.said(request) else { return };
    let Some(url) = said["url"].as_str().filter(|url| url.starts_with("http")) else { return };
    said["url"] = json!(address(url, memory));
    memory.say(request, &said);
}

/// Makes the sandbox deliver to the proxy what a receiver of the control plane is to get.
pub(super) fn redirect_receiver(request: &mut Request, memory: &Memory) {
    if request.method == "POST" && request.path.ends_with("/receivers") {
        request.change(|body| {
            if let Some(url) = body["url"].as_str().filter(|url| url.starts_with("http")) {
                body["url"] = json!(address(url, memory));
            }
        });
    }
}

fn address(url: &str, memory: &Memory) -> String {
    let mut own = memory.own_url.get().cloned().unwrap_or_default();
    let _ = write!(own, "{PATH}{}", hex::encode(url));
    own
}

/// Restores the receivers' own URLs in an answer.
pub(super) fn restore(request: &Request, answer: &mut Answer, memory: &Memory) {
    if request.is_control() || request.managed().is_some() {
        let shown = String::from_utf8_lossy(&answer.body);
        answer.body = own(&shown, memory).into_bytes();
        return;
    }
    let Some(told) = memory.told(request, answer) else { return };
    let shown = told.to_string();
    let text = own(&shown, memory);
    if text != shown {
        memory.tell(request, answer, &serde_json::from_str(&text).unwrap_or(told));
    }
}

/// A text with the receivers' own URLs.
fn own(text: &str, memory: &Memory) -> String {
    let mut text = text.to_owned();
    let start = format!("{}{PATH}", memory.own_url.get().cloned().unwrap_or_default());
    while let Some(at) = text.find(&start) {
        let hex: String =
            text[at + start.len()..].chars().take_while(char::is_ascii_hexdigit).collect();
        let url = String::from_utf8(hex::decode(&hex).unwrap_or_default()).unwrap_or_default();
        text.replace_range(at..at + start.len() + hex.len(), &url);
    }
    text
}

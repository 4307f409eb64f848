//! Requests of a page, as the browser's log tells them.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Browser, PATIENCE};
use crate::StepResult;

/// A POST of a page, with the status of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The URL.
    pub url: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body.
    pub body: Vec<u8>,
    /// The status of the answer.
    pub status: u16,
}

impl Seen {
    /// The header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Browser {
    /// The first POST to this URL that is answered from now on or since the last look, and whose
    /// body fits; none when there is none in time.
    pub async fn posted(
        &self,
        url: &str,
        fits: impl Fn(&[u8]) -> bool,
    ) -> StepResult<Option<Seen>> {
        let until = Instant::now() + PATIENCE;
        let mut sent: Vec<(String, Seen)> = Vec::new();
        loop {
            for event in self.network().await? {
                let parameters = &event["params"];
                let id = parameters["requestId"].as_str().unwrap_or_default();
                match event["method"].as_str() {
                    Some("Network.requestWillBeSent") => {
                        let request = &parameters["request"];
                        if request["method"] == "POST" && request["url"] == url {
                            let seen = self.read(id, request).await;
                            sent.push((id.to_owned(), seen));
                        }
                    }
                    Some("Network.responseReceived") => {
                        let status = parameters["response"]["status"].as_u64();
                        let known = sent.iter_mut().find(|(known, _)| known == id);
                        if let (Some((_, seen)), Some(status)) = (known, status) {
                            seen.status = u16::try_from(status).unwrap_or_default();
                        }
                    }
                    _ => {}
                }
            }
            if let Some((_, seen)) =
                sent.iter().find(|(_, seen)| seen.status > 0 && fits(&seen.body))
            {
                return Ok(Some(seen.clone()));
            }
            if Instant::now() > until {
                return Ok(None);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Events of the network since the last look.
    async fn network(&self) -> StepResult<Vec<Value>> {
        let log = self.post("/se/log", json!({"type": "performance"})).await?;
        let messages = log.as_array().into_iter().flatten();
        let read = |entry: &Value| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            Some(message["message"].clone())
        };
        Ok(messages.filter_map(read).collect())
    }

    async fn read(&self, id: &str, request: &Value) -> Seen {
        let headers = request["headers"].as_object().into_iter().flatten();
        let header = |(name, value): (&String, &Value)| {
            Some((name.to_lowercase(), value.as_str()?.to_owned()))
        };
        Seen {
            url: request["url"].as_str().unwrap_or_default().to_owned(),
            headers: headers.filter_map(header).collect(),
            body: match body(request) {
                Some(body) => body,
                None => self.body_of(id).await.unwrap_or_default(),
            },
            status: 0,
        }
    }

    /// The body of a request that the log does not have.
    async fn body_of(&self, id: &str) -> StepResult<Vec<u8>> {
        let asked = json!({ "requestId": id });
        let told = self.devtools("Network.getRequestPostData", asked).await?;
        let text = told["postData"].as_str().unwrap_or_default();
        Ok(match told["base64Encoded"].as_bool() {
            Some(true) => BASE64_STANDARD.decode(text).unwrap_or_default(),
            _ => text.as_bytes().to_vec(),
        })
    }
}

/// The body of a request in the log: its parts in base64, or text.
fn body(request: &Value) -> Option<Vec<u8>> {
    let parts = request["postDataEntries"].as_array()?;
    let part = |part: &Value| BASE64_STANDARD.decode(part["bytes"].as_str()?).ok();
    let parts: Option<Vec<_>> = parts.iter().map(part).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_byte_by_byte() {
        let written = json!({"postDataEntries": [{"bytes": "Q2Fmw6k="}, {"bytes": "IQ=="}]});
        assert_eq!(body(&written).unwrap(), "Café!".as_bytes());
        assert_eq!(body(&json!({"postData": "x"})), None);
    }
}

//! The one place that sends: every exchange is recorded, blanked, with who asked.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use reqwest::{
    Method,
    header::{HeaderName, HeaderValue},
};
use serde_json::Value;

use super::Answer;
use crate::{
    Mismatch, StepResult,
    exchange::{Exchange, Inside, blanked_body, blanked_header},
    ledger::Ledger,
    mismatch::Class,
};

/// Sends requests of one scenario and remembers them.
#[derive(Clone)]
pub struct Http {
    client: reqwest::Client,
    log: Arc<Mutex<Vec<Exchange>>>,
    ledger: Arc<Ledger>,
    /// Texts that no exchange may show.
    secrets: Arc<[String]>,
}

/// A request whose bytes are decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Who asks, for the report.
    pub by: String,
    /// HTTP method.
    pub method: String,
    /// Full URL.
    pub url: String,
    /// Headers in order.
    pub headers: Vec<(String, String)>,
    /// The body's bytes.
    pub body: Vec<u8>,
    /// Whether it was signed by the rules.
    pub signed: bool,
    /// What it asks for, where its bytes do not say it because they are sealed.
    pub asked: Option<Asked>,
}

/// What a sealed call asks for, by the contract's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The path below the surface: `/cards/topup`.
    pub path: String,
    /// The money that it names, in cents.
    pub cents: Option<u64>,
    /// What is sealed.
    pub plain: Vec<u8>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Http").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

impl Http {
    /// A client of its own; nothing is sent yet.
    pub fn new(client: reqwest::Client) -> Self {
        Self { client, log: Arc::default(), ledger: Arc::default(), secrets: Arc::new([]) }
    }

    /// With a ledger that says what may be sent, and remembers what was.
    #[must_use]
    pub fn kept_by(mut self, ledger: Arc<Ledger>) -> Self {
        self.ledger = ledger;
        self
    }

    /// Without these texts in anything that is shown.
    #[must_use]
    pub fn hiding(mut self, secrets: Arc<[String]>) -> Self {
        self.secrets = secrets;
        self
    }

    /// What may be sent, and what was.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// The client that all scenarios of a run share.
    ///
    /// No connection is used twice. A target may close one at any moment after its answer, and a
    /// request that meets such an end breaks without a byte; nearly all requests here have effects
    /// or carry a nonce, so none may be sent again, and the scenario would be blocked.
    pub fn client(timeout: Duration) -> reqwest::Result<reqwest::Client> {
        reqwest::Client::builder()
            .timeout(timeout)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .build()
    }

    /// Everything sent so far.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.log.lock().expect("nothing panics while it holds the log").clone()
    }

    /// What the answer to the last request says inside its envelope.
    pub(super) fn opened(&self, payload: &Value) {
        let said = self.without_secrets(blanked_body(payload.to_string().as_bytes()));
        let mut log = self.log.lock().expect("nothing panics while it holds the log");
        if let Some(inside) = log.last_mut().and_then(|exchange| exchange.inside.as_mut()) {
            inside.answer = said;
        }
    }

    /// Sends exactly these bytes.
    pub async fn send(&self, sent: &Sent) -> StepResult<Answer> {
        self.ledger.enter(sent)?;
        self.send_beside(sent).await
    }

    /// Sends bytes that are none of the target's: they are shown, and cost nothing.
    pub(super) async fn send_beside(&self, sent: &Sent) -> StepResult<Answer> {
        let outcome = self.exchange(sent).await;
        let (status, answer) = match &outcome {
            Ok(answer) => (Some(answer.status), self.without_secrets(blanked_body(&answer.body))),
            Err(mismatch) => (None, mismatch.actual.clone()),
        };
        if let Ok(received) = &outcome {
            self.ledger.leave(sent, received, &answer);
        }
        let headers = sent
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), self.without_secrets(blanked_header(name, value))))
            .collect();
        self.log.lock().expect("nothing panics while it holds the log").push(Exchange {
            by: sent.by.clone(),
            method: sent.method.clone(),
            url: sent.url.clone(),
            headers,
            body: self.without_secrets(blanked_body(&sent.body)),
            signed: sent.signed,
            status,
            answer,
            inside: sent.asked.as_ref().map(|asked| Inside {
                request: self.without_secrets(blanked_body(&asked.plain)),
                answer: String::new(),
            }),
        });
        outcome
    }

    fn without_secrets(&self, text: String) -> String {
        let hidden = |text: String, secret: &String| text.replace(secret.as_str(), "…");
        self.secrets.iter().fold(text, hidden)
    }

    async fn exchange(&self, sent: &Sent) -> StepResult<Answer> {
        let lost = |error: reqwest::Error| {
            Mismatch::unreachable(format!("an answer from {}", sent.url), root_cause(&error))
        };
        let mut request = self.client.request(method(&sent.method)?, &sent.url);
        for (name, value) in &sent.headers {
            request = request.header(header_name(name)?, header_value(value)?);
        }
        let response = request.body(sent.body.clone()).send().await.map_err(lost)?;
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let body = response.bytes().await.map_err(lost)?.to_vec();
        let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Answer { status, headers, body, json })
    }
}

fn method(text: &str) -> StepResult<Method> {
    Method::from_bytes(text.as_bytes()).map_err(|error| {
        Mismatch::suite(format!("an HTTP method, not {text:?}"), error.to_string())
    })
}

fn header_name(text: &str) -> StepResult<HeaderName> {
    HeaderName::from_bytes(text.as_bytes())
        .map_err(|error| Mismatch::suite(format!("a header name, not {text:?}"), error.to_string()))
}

fn header_value(text: &str) -> StepResult<HeaderValue> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|error| Mismatch {
        class: Class::Configuration,
        expected: "a header value that HTTP can carry".to_owned(),
        actual: error.to_string(),
    })
}

fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

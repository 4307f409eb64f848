//! The one place that sends: every exchange is recorded, blanked, with who asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use reqwest::{
    Method,
    header::{HeaderName, HeaderValue},
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    Answer, Client, Tls, body,
    patience::{Patience, is_busy},
    sent::Sent,
};
use crate::{
    Mismatch, StepResult,
    budget::ScenarioBudget,
    exchange::{Exchange, Inside, Kept, capped, kept, shown},
    mismatch::Class,
};

/// Sends requests of one scenario and remembers them.
#[derive(Clone)]
pub struct Http {
    pub(super) client: Client,
    pub(super) patience: Arc<Patience>,
    pub(super) log: Arc<Mutex<Vec<Kept>>>,
    /// The number of times that each request was sent, by the digest of its bytes.
    seen: Arc<Mutex<HashMap<[u8; 32], usize>>>,
    pub(super) budget: Arc<ScenarioBudget>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Http").field("budget", &self.budget).finish_non_exhaustive()
    }
}

impl Http {
    /// A client of its own; nothing is sent yet.
    pub fn new(client: Client) -> Self {
        let patience = Arc::default();
        Self { client, patience, log: Arc::default(), seen: Arc::default(), budget: Arc::default() }
    }

    /// With a budget that says what may be sent, and remembers what was.
    #[must_use]
    pub fn within(mut self, budget: Arc<ScenarioBudget>) -> Self {
        self.budget = budget;
        self
    }

    /// With the patience of a run for a target that is busy or silent.
    #[must_use]
    pub(crate) fn patient(mut self, patience: Arc<Patience>) -> Self {
        self.patience = patience;
        self
    }

    /// The budget of the scenario, with what it has used.
    pub fn budget(&self) -> &Arc<ScenarioBudget> {
        &self.budget
    }

    /// A client for a server that trusts whoever comes.
    pub fn client(timeout: Duration) -> reqwest::Result<Client> {
        Client::new(timeout, &Tls::default())
    }

    /// The connections of the run, for what is no request to the target.
    pub(crate) fn connections(&self) -> Client {
        self.client.clone()
    }

    /// The longest time for one request and its answer, as the target file says it.
    pub(super) fn timeout(&self) -> Duration {
        self.client.timeout()
    }

    /// Everything sent so far.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.first_exchanges(usize::MAX)
    }

    /// The first of the things sent, at most so many.
    pub(crate) fn first_exchanges(&self, most: usize) -> Vec<Exchange> {
        self.log().iter().take(most).map(Kept::shown).collect()
    }

    /// The number of things sent so far.
    pub(crate) fn sent(&self) -> usize {
        self.log().len()
    }

    pub(super) fn log(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.log.lock().expect("nothing panics while it holds the log")
    }

    /// Records the payload of the answer to the last request: the text inside its envelope, where
    /// it was `sealed`.
    pub(super) fn opened(&self, sent: &Sent, answer: &Answer, payload: &Value, sealed: bool) {
        let said = || payload.to_string();
        self.budget.leave(sent, answer, || [self.asked(sent), shown(said().as_bytes())]);
        if !sealed {
            return;
        }
        if let Some(last) = self.log().last_mut() {
            last.opened(said());
        }
    }

    /// Sends exactly these bytes.
    pub async fn send(&self, sent: &Sent) -> StepResult<Answer> {
        self.budget.enter(sent)?;
        self.recorded(sent, self.answered(sent).await)
    }

    /// Sends exactly these bytes once, though the target may say that it is busy: where that is
    /// what is asked.
    pub(crate) async fn send_once(&self, sent: &Sent) -> StepResult<Answer> {
        self.budget.enter(sent)?;
        self.recorded(sent, self.exchange(sent, None).await)
    }

    /// Sends bytes that are none of the target's, and waits as long as that may take: they are
    /// shown, and cost nothing, patience with the target included.
    pub(super) async fn send_beside(&self, sent: &Sent, timeout: Duration) -> StepResult<Answer> {
        self.recorded(sent, self.exchange(sent, Some(timeout)).await)
    }

    pub(super) fn recorded(&self, sent: &Sent, outcome: StepResult<Answer>) -> StepResult<Answer> {
        let (status, answer) = match &outcome {
            Ok(answer) => (Some(answer.status), kept(&answer.body)),
            Err(mismatch) => (None, capped(mismatch.actual.clone())),
        };
        // What is sealed is told of when it is opened.
        if let (Ok(received), None) = (&outcome, &sent.asked) {
            let texts = || [shown(&sent.body), shown(&received.body)];
            self.budget.leave(sent, received, texts);
        }
        self.log().push(Kept::of(Exchange {
            by: sent.by.clone(),
            method: sent.method.clone(),
            url: sent.url.clone(),
            headers: sent.headers.clone(),
            body: kept(&sent.body),
            signed: sent.signed,
            token: sent.token.map(str::to_owned),
            status,
            answer,
            inside: sent
                .asked
                .as_ref()
                .map(|asked| Inside { request: kept(&asked.plain), answer: String::new() }),
            again: self.again(sent),
        }));
        outcome
    }

    /// The content of a request, as it is shown.
    fn asked(&self, sent: &Sent) -> String {
        let asked = sent.asked.as_ref().map_or(&sent.body, |asked| &asked.plain);
        shown(asked)
    }

    /// The commands that make a request again. The very same bytes are answered by what they are
    /// sent after, so they are sent as often as they were.
    fn again(&self, sent: &Sent) -> Vec<String> {
        if sent.again.is_empty() {
            return Vec::new();
        }
        let mut digest = Sha256::new();
        digest.update(format!("{}\n{}\n{:?}\n", sent.method, sent.url, sent.headers));
        digest.update(&sent.body);
        let mut seen = self.seen.lock().expect("nothing panics while it holds the counts");
        let times = seen.entry(digest.finalize().into()).or_default();
        *times += 1;
        let times = (*times > 1).then(|| format!("--times={times}"));
        times.into_iter().chain(sent.again.iter().cloned()).collect()
    }

    /// The answer, for which a target that is busy is waited for.
    async fn answered(&self, sent: &Sent) -> StepResult<Answer> {
        let mut waited = Duration::ZERO;
        loop {
            let answer = self.exchange(sent, None).await?;
            if !is_busy(&answer) {
                return Ok(answer);
            }
            let Some(pause) = self.patience.pause(&answer, waited) else {
                let wanted = format!("an answer from {}", sent.url);
                return Err(Mismatch::unreachable(wanted, busy(&answer, waited)));
            };
            tokio::time::sleep(pause).await;
            waited += pause;
        }
    }

    /// The answer to a request as far as its head.
    pub(super) async fn begun(
        &self,
        sent: &Sent,
        timeout: Option<Duration>,
    ) -> StepResult<Result<reqwest::Response, reqwest::Error>> {
        let (method, url) = (method(&sent.method)?, &sent.url);
        let mut request = self.client.request(method, url);
        for (name, value) in &sent.headers {
            request = request.header(header_name(name)?, header_value(value)?);
        }
        if let Some(timeout) = timeout {
            request = request.timeout(timeout);
        }
        Ok(request.body(sent.body.clone()).send().await)
    }

    /// One request and its answer: of the target, or of something beside it that has a time of its
    /// own.
    async fn exchange(&self, sent: &Sent, beside: Option<Duration>) -> StepResult<Answer> {
        let lost = |error: reqwest::Error| {
            if error.is_timeout() && beside.is_none() {
                self.patience.heard_nothing();
            }
            let why = root_cause(&error);
            if !error.is_connect() {
                self.budget.lose(sent, &self.asked(sent), &why);
            }
            Mismatch::unreachable(format!("an answer from {}", sent.url), why)
        };
        let response = self.begun(sent, beside).await?.map_err(lost)?;
        let (status, headers) = head(&response);
        let body = body::received(response).await.map_err(lost)?;
        if beside.is_none() {
            self.patience.heard();
        }
        let body =
            body.inspect_err(|why| self.budget.lose(sent, &self.asked(sent), &why.actual))?;
        let json = body::json(&body).into();
        Ok(Answer { status, headers, body: body.into(), json })
    }
}

/// Status and headers of an answer, names in lower case.
pub(super) fn head(response: &reqwest::Response) -> (u16, Vec<(String, String)>) {
    let headers = response.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    (response.status().as_u16(), headers.collect())
}

/// The answer of a busy target, with the time that was waited for it.
fn busy(answer: &Answer, waited: Duration) -> String {
    let after = answer.header("retry-after").map(|text| format!(", Retry-After: {text}"));
    format!(
        "it is busy: HTTP {}{}, after {} s of waiting",
        answer.status,
        after.unwrap_or_default(),
        waited.as_secs()
    )
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

pub(super) fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

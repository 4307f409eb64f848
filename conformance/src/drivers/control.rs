//! The control plane of a sandbox, as far as one scenario needs it: its world, its clock, the back
//! office, and what decides how the world answers.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Answer, Http, sent::Sent};
use crate::{Mismatch, StepResult, clock::TargetClock};

/// A world of a sandbox.
#[derive(Debug, Clone)]
pub struct Control {
    /// `…/_sandbox`, without a slash at the end.
    pub base: String,
    /// The control token, where one is set.
    pub token: Option<String>,
    /// The id of the world.
    pub world: String,
    /// The clock that the scenario signs by; kept in step with the world's.
    pub clock: Arc<TargetClock>,
    /// The HTTP client.
    pub http: Http,
}

impl Control {
    /// Makes the world; `definition` is the body without the id. Answers what the sandbox says.
    pub async fn make(&self, mut definition: Value) -> StepResult<Value> {
        definition["id"] = json!(self.world);
        let made = self.expect("POST", "/worlds", &definition).await?;
        self.take_clock(&made["clock"]);
        Ok(made)
    }

    /// Puts a world of this definition in the place of the scenario's. Answers what the sandbox says.
    pub async fn begin_anew(&self, definition: &Value) -> StepResult<Value> {
        let made = self.expect("PUT", &self.path(""), definition).await?;
        self.take_clock(&made["clock"]);
        Ok(made)
    }

    /// Sends a request below the world: `POST`, `/ops/deposit`. Any answer counts. Clients sign by
    /// the time to which it brings the world.
    pub async fn tell(&self, method: &str, below: &str, body: &Value) -> StepResult<Answer> {
        let answer = self.send(method, &self.path(below), body).await?;
        if below.starts_with("/clock") || below.ends_with("/restore") {
            let clock = self.expect("GET", &self.path("/clock"), &Value::Null).await?;
            self.take_clock(&clock);
        }
        Ok(answer)
    }

    /// Removes the world.
    pub async fn delete(&self) -> StepResult<Answer> {
        self.send("DELETE", &self.path(""), &Value::Null).await
    }

    /// Runs an op of the back office and answers its `result`.
    pub async fn op(&self, op: &str, input: &Value) -> StepResult<Value> {
        let done = self.expect("POST", &self.path(&format!("/ops/{op}")), input).await?;
        Ok(done["result"].clone())
    }

    /// Runs an op without expecting that it works.
    pub async fn try_op(&self, op: &str, input: &Value) -> StepResult<Answer> {
        self.send("POST", &self.path(&format!("/ops/{op}")), input).await
    }

    /// Stops the clock at the present world time.
    pub async fn freeze_clock(&self) -> StepResult {
        self.set_clock(&json!({ "mode": "frozen" })).await
    }

    /// Sets the clock: `{"mode": …, "at": …}`.
    pub async fn set_clock(&self, setting: &Value) -> StepResult {
        let clock = self.expect("PUT", &self.path("/clock"), setting).await?;
        self.take_clock(&clock);
        Ok(())
    }

    /// Moves the clock on by a duration such as `5m1s`.
    pub async fn advance(&self, by: &str) -> StepResult<Value> {
        let advanced =
            self.expect("POST", &self.path("/clock/advance"), &json!({ "by": by })).await?;
        let clock = self.expect("GET", &self.path("/clock"), &Value::Null).await?;
        self.take_clock(&clock);
        Ok(advanced)
    }

    /// Changes rules: `{"pin.min_digits": 5}`.
    pub async fn rules(&self, patch: &Value) -> StepResult<Value> {
        self.expect("PATCH", &self.path("/rules"), patch).await
    }

    /// Chooses readings: `{"AMB-PG-01": "anonymous"}`.
    pub async fn readings(&self, patch: &Value) -> StepResult<Value> {
        self.expect("PATCH", &self.path("/readings"), patch).await
    }

    /// The active deviations and how often each decided something: `(id, hits)`.
    pub async fn deviations(&self) -> StepResult<Vec<(String, u64)>> {
        let body = self.expect("GET", &self.path("/deviations"), &Value::Null).await?;
        let active = body["active"].as_array().cloned().unwrap_or_default();
        Ok(active
            .iter()
            .filter_map(|one| Some((one["id"].as_str()?.to_owned(), one["hits"].as_u64()?)))
            .collect())
    }

    /// Schedules a failure of the next requests.
    pub async fn fault(&self, fault: &Value) -> StepResult<Value> {
        self.expect("POST", &self.path("/faults"), fault).await
    }

    /// Ends all scheduled failures.
    pub async fn clear_faults(&self) -> StepResult<Answer> {
        self.send("DELETE", &self.path("/faults"), &Value::Null).await
    }

    /// Has the events of a surface delivered to an address; answers the receiver, with its secret.
    pub async fn receiver(&self, receiver: &Value) -> StepResult<Value> {
        self.expect("POST", &self.path("/receivers"), receiver).await
    }

    /// A catalogue of the sandbox: `rules`.
    pub async fn catalogue(&self, name: &str) -> StepResult<Value> {
        self.expect("GET", &format!("/catalog/{name}?limit=1000"), &Value::Null).await
    }

    /// The first requests of the world, as its log has them.
    pub async fn requests(&self) -> StepResult<Vec<Value>> {
        let page = self.read("/requests?order=asc&limit=1000").await?;
        Ok(page["items"].as_array().cloned().unwrap_or_default())
    }

    /// The first events of the world.
    pub async fn events(&self) -> StepResult<Vec<Value>> {
        let page = self.read("/events?limit=1000").await?;
        Ok(page["items"].as_array().cloned().unwrap_or_default())
    }

    /// Reads anything below the world: `/requests?limit=1`.
    pub async fn read(&self, below: &str) -> StepResult<Value> {
        self.expect("GET", &self.path(below), &Value::Null).await
    }

    /// Reads anything below the world that is no JSON: `/client-report?as=html`.
    pub async fn fetch(&self, below: &str) -> StepResult<Answer> {
        let path = self.path(below);
        let answer = self.send("GET", &path, &Value::Null).await?;
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        Err(Mismatch::precondition(format!("the control plane does GET {path}"), answer.summary()))
    }

    /// Sends anything and answers whatever comes. A place that begins with `/_sandbox` is one of the
    /// server, any other one of the world. The request names the world, so that what is set in it
    /// acts on requests to the server as well.
    pub async fn exchange(&self, method: &str, place: &str, body: &str) -> StepResult<Answer> {
        let path = match place.strip_prefix("/_sandbox") {
            Some(of_server) => of_server.to_owned(),
            None => self.path(place),
        };
        let mut sent = self.sent(method, &path);
        sent.headers.push(("sandbox-world".to_owned(), self.world.clone()));
        sent.body = body.as_bytes().to_vec();
        self.http.send(&sent).await
    }

    /// Takes over the clock of the world, which something else than this has set.
    pub async fn follow_clock(&self) -> StepResult {
        let answer = self.exchange("GET", "/clock", "").await?;
        self.take_clock(&answer.json);
        Ok(())
    }

    fn path(&self, below: &str) -> String {
        format!("/worlds/{}{below}", self.world)
    }

    /// Takes over a clock as the control plane shows it.
    pub(crate) fn take_clock(&self, clock: &Value) {
        let Some(now) = clock["now"].as_str().and_then(|text| text.parse::<Timestamp>().ok())
        else {
            return;
        };
        if clock["mode"] == "frozen" { self.clock.stands_at(now) } else { self.clock.runs_at(now) }
    }

    async fn expect(&self, method: &str, path: &str, body: &Value) -> StepResult<Value> {
        let answer = self.send(method, path, body).await?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.into_json());
        }
        Err(Mismatch::precondition(
            format!("the control plane does {method} {path}"),
            answer.summary(),
        ))
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> StepResult<Answer> {
        let mut sent = self.sent(method, path);
        if !body.is_null() {
            sent.headers.push(("content-type".to_owned(), "application/json".to_owned()));
            sent.body = body.to_string().into_bytes();
        }
        self.http.send(&sent).await
    }

    /// A request without a body.
    fn sent(&self, method: &str, path: &str) -> Sent {
        let token = self.token.as_ref();
        let bearer = token.map(|token| ("authorization".to_owned(), format!("Bearer {token}")));
        Sent {
            surface: None,
            by: "the back office".to_owned(),
            method: method.to_owned(),
            url: format!("{}{path}", self.base),
            headers: bearer.into_iter().collect(),
            token: Some("SANDBOX_CONTROL_TOKEN"),
            ..Sent::default()
        }
    }
}

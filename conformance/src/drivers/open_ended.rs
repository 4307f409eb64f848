//! Answers that do not end with their body: a connection that turns to another protocol, or a
//! stream. What is said and heard on it is recorded as exchanges are.

use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;

use super::{
    Answer, Http, body,
    http::{head, root_cause},
    sent::Sent,
};
use crate::{
    Mismatch, StepResult,
    exchange::{Exchange, Kept, kept},
};

impl Http {
    /// Asks for an answer that does not end with its body: another protocol, or a stream. Its head has
    /// the time of a request, all of it the `longest`. The answer that is recorded has the head alone
    /// where the target has agreed with `status`.
    pub(super) async fn open(
        &self,
        sent: &Sent,
        (status, longest): (u16, Duration),
    ) -> StepResult<(Answer, Option<reqwest::Response>)> {
        self.budget.enter(sent)?;
        let opened = self.opened_or_answered(sent, status, longest).await;
        let (outcome, response) = match opened {
            Ok((answer, response)) => (Ok(answer), response),
            Err(mismatch) => (Err(mismatch), None),
        };
        self.recorded(sent, outcome).map(|answer| (answer, response))
    }

    async fn opened_or_answered(
        &self,
        sent: &Sent,
        agreed: u16,
        longest: Duration,
    ) -> StepResult<(Answer, Option<reqwest::Response>)> {
        let lost = |error: reqwest::Error| {
            if error.is_timeout() {
                self.patience.heard_nothing();
            }
            Mismatch::unreachable(format!("an answer from {}", sent.url), root_cause(&error))
        };
        let head_within = self.timeout();
        let Ok(begun) = timeout(head_within, self.begun(sent, Some(longest))).await else {
            self.patience.heard_nothing();
            let wanted = format!("an answer from {}", sent.url);
            let actual = format!("timed out: nothing in {head_within:?}");
            return Err(Mismatch::unreachable(wanted, actual));
        };
        let response = begun?.map_err(lost)?;
        self.patience.heard();
        let (status, headers) = head(&response);
        if status == agreed {
            let json = Value::Null.into();
            let answer = Answer { status, headers, body: [].into(), json };
            return Ok((answer, Some(response)));
        }
        let body = body::received(response).await.map_err(lost)??;
        let json = body::json(&body).into();
        Ok((Answer { status, headers, body: body.into(), json }, None))
    }

    /// Records a message on a connection that `sent` has opened: what we `said`, or else what was
    /// `heard`.
    pub(super) fn told(&self, sent: &Sent, (said, heard): (&str, &str)) {
        self.log().push(Kept::of(Exchange {
            by: sent.by.clone(),
            method: Exchange::MESSAGE.to_owned(),
            url: sent.url.clone(),
            headers: Vec::new(),
            body: kept(said.as_bytes()),
            signed: false,
            status: None,
            answer: kept(heard.as_bytes()),
            inside: None,
            again: Vec::new(),
            token: None,
        }));
    }
}

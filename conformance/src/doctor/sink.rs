//! Can webhooks arrive?

use std::time::Duration;

use super::{Finding, connection::anything};
use crate::{
    drivers::{Http, webhook_sink::WebhookSink},
    target::WebhookSink as Place,
};

/// The longest time between an answer and the arrival of its request at the sink.
const PATIENCE: Duration = Duration::from_millis(200);

/// Listens, and asks the public address for something that has to arrive.
pub(super) async fn examine(place: &Place, http: &Http) -> Finding {
    const WHAT: &str = "webhook sink";
    let sink = match WebhookSink::listen(place.listen, place.public_url.as_deref()).await {
        Ok(sink) => sink,
        Err(mismatch) => {
            return Finding::problem(
                WHAT,
                format!("{}: {}", place.listen, mismatch.actual),
                "name a free address of this machine as webhook_sink.listen",
            );
        }
    };
    let path = format!("/doctor-{}", uuid::Uuid::new_v4().simple());
    let url = sink.url(&path);
    let answer = http.send(&anything(&url)).await;
    if !sink.wait(&path, 1, PATIENCE).await.is_empty() {
        return Finding::ok(WHAT, format!("what is sent to {} arrives here", sink.url("")));
    }
    let seen = answer.map_or_else(|mismatch| mismatch.actual, |answer| answer.summary());
    match &place.public_url {
        Some(public) => Finding::problem(
            WHAT,
            format!("what is sent to {public} does not arrive at {}: {seen}", place.listen),
            "let the tunnel or proxy behind webhook_sink.public_url lead to webhook_sink.listen",
        ),
        None => Finding::problem(
            WHAT,
            format!("{url} cannot be reached from this machine: {seen}"),
            "name the address under which the server finds it as webhook_sink.public_url",
        ),
    }
}

//! Verification of a journal: every recorded request is answered again, and the answers are compared
//! (SB 13.2).

use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::{
    control::{again, fixture::create_world},
    gate::recorded_body,
    mocked_api::MockedApi,
    surface::Surface,
    world::{
        Record,
        journal::{AnswerDigest, Change, Kind},
        replay::{Recorded, Replay, ReplayError},
    },
    worlds::Handle,
};

/// The result of a verification.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Verification {
    /// True when no answer and no effect differs.
    pub equal: bool,
    /// Number of records that were replayed.
    pub records: u64,
    /// Number of answers and effects that were compared. Answers that waited for receivers of
    /// webhooks, requests that were refused before they were authenticated, and those to APIs that
    /// this server does not serve, are not.
    pub compared: u64,
    /// The first record that differs.
    pub first_difference: Option<Difference>,
    /// Number of records that differ.
    pub differences: u64,
}

/// A record that differs.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Difference {
    /// Number of the record.
    pub n: u64,
    /// The operation or effect.
    pub op: String,
    /// The value in the record.
    #[schema(value_type = Object)]
    pub expected: Value,
    /// The value of the replay; null when it gave nothing.
    #[schema(value_type = Option<Object>)]
    pub got: Value,
}

impl Verification {
    fn compare(&mut self, record: &Record, expected: Value, got: Value) {
        self.compared += 1;
        if expected == got {
            return;
        }
        self.differences += 1;
        if self.first_difference.is_none() {
            let op = record.op.clone().unwrap_or_default();
            self.first_difference = Some(Difference { n: record.n, op, expected, got });
        }
    }
}

/// Replays the records of a world up to and including number `to`, and compares every answer. Also
/// returns the replay, whose world is the one that the records lead to.
pub async fn verified(
    records: &[Record],
    to: Option<u64>,
    apis: &'static [&'static dyn MockedApi],
) -> Result<(Verification, Replay), ReplayError> {
    let (first, rest) = records.split_first().ok_or(ReplayError::NoWorld)?;
    let mut replay = Replay::begin(first, create_world)?;
    // The samples in a stripped journal are others than the values of the original.
    let is_stripped = first.input["stripped"] == json!(true);
    let mut found = Verification { records: 1, ..Verification::default() };
    for record in rest.iter().take_while(|record| to.is_none_or(|to| record.n <= to)) {
        found.records += 1;
        let Some(recorded) = replay.read(record)? else {
            if record.kind == Kind::Fired {
                let fired = replay.fired(record)?;
                let got = fired.map_or(Value::Null, |fired| json!(Change::of(&fired)));
                found.compare(record, json!(record.effects), got);
            }
            continue;
        };
        replay.settle(recorded.at);
        // A server need not serve every API whose requests are in the journal.
        let is_served = recorded.surface == Surface::SB
            || apis.iter().any(|api| api.surface() == recorded.surface);
        let comparable = is_served && recorded.request.is_some();
        if let Some(expected) = record.answer.as_ref().filter(|_| comparable) {
            let handle =
                Handle::repeating(replay.world.clone(), recorded.n, recorded.at, recorded.real());
            let got = answered(&handle, &recorded, apis).await;
            let shown = |digest: &AnswerDigest| match is_stripped {
                true => json!({"status": digest.status}),
                false => json!(digest),
            };
            found.compare(record, shown(expected), got.as_ref().map_or(Value::Null, shown));
            // A long journal does not keep the thread to itself.
            tokio::task::yield_now().await;
        }
        replay.apply(&recorded)?;
    }
    found.equal = found.differences == 0;
    Ok((found, replay))
}

/// The answer that a recorded request gets in this world.
pub(in crate::control) async fn answered(
    handle: &Handle,
    recorded: &Recorded,
    apis: &'static [&'static dyn MockedApi],
) -> Option<AnswerDigest> {
    if recorded.surface == Surface::SB {
        return of_control(handle, recorded, apis).await;
    }
    let api = apis.iter().find(|api| api.surface() == recorded.surface)?;
    let permit = handle.enter().await;
    permit.stand_still(recorded.at);
    Some(api.again(handle, recorded).await.flatten()?.digest())
}

async fn of_control(
    handle: &Handle,
    recorded: &Recorded,
    apis: &'static [&'static dyn MockedApi],
) -> Option<AnswerDigest> {
    let request = recorded.request.as_ref()?;
    let place = (request["method"].as_str()?, request["path"].as_str()?);
    let answer = again::sent_again(handle, place, recorded_body(request)?, apis).await?;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.ok()?.to_bytes();
    Some(AnswerDigest::of(status, &body))
}

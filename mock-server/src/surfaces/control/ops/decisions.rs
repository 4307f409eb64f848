//! Decisions: applications, cards, sessions (SB 5.2).

use serde::Deserialize;
use serde_json::{Value, json};

use super::Outcome;
use crate::{
    programs::collateral::{
        ApplicationStatus,
        commands::{Activate, Decide, Ship},
        plastic::ShipmentStatus,
    },
    surfaces::control::{Problem, act, input, refs},
    world::commands::EndSession,
    worlds::Handle,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    application: Value,
    status: Verdict,
    reason: Option<String>,
    completion_url: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Verdict {
    Approved,
    Denied,
    Pending,
    NeedsVerification,
    NeedsInformation,
    ManualReview,
    Locked,
    Canceled,
}

impl From<Verdict> for ApplicationStatus {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Approved => Self::Approved,
            Verdict::Denied => Self::Denied,
            Verdict::Pending => Self::Pending,
            Verdict::NeedsVerification => Self::NeedsVerification,
            Verdict::NeedsInformation => Self::NeedsInformation,
            Verdict::ManualReview => Self::ManualReview,
            Verdict::Locked => Self::Locked,
            Verdict::Canceled => Self::Canceled,
        }
    }
}

/// A reference that may be given as number or text.
pub(super) fn reference(value: &Value, pointer: &str) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(Problem::invalid(pointer, "an id or a label")),
    }
}

pub(super) fn decide_application(handle: &Handle, body: Value) -> Outcome {
    let wanted: Decision = input::read(body)?;
    let reference = reference(&wanted.application, "/application")?;
    let application =
        handle.read(|world| refs::application(world, &reference).map(|row| row.id))?;
    let command = Decide {
        application,
        status: wanted.status.into(),
        reason: wanted.reason,
        completion_url: wanted.completion_url,
    };
    let status = act(handle, "decide-application", &command)?;
    let result = json!({"application": application.to_string(), "status": status.name()});
    Ok((result, vec![format!("application:{application}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneCard {
    card: Value,
}

pub(super) fn activate_card(handle: &Handle, body: Value) -> Outcome {
    let wanted: OneCard = input::read(body)?;
    let reference = reference(&wanted.card, "/card")?;
    let card = handle.read(|world| refs::card(world, &reference).map(|card| card.id))?;
    act(handle, "activate-card", &Activate { card })?;
    Ok((json!({"card": card.to_string(), "status": "active"}), vec![format!("card:{card}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sending {
    card: Value,
    to: ShipmentStatus,
}

pub(super) fn ship_card(handle: &Handle, body: Value) -> Outcome {
    let wanted: Sending = input::read(body)?;
    let reference = reference(&wanted.card, "/card")?;
    let card = handle.read(|world| refs::card(world, &reference).map(|card| card.id))?;
    act(handle, "ship-card", &Ship { card, to: wanted.to })?;
    let result = json!({"card": card.to_string(), "status": wanted.to.name()});
    Ok((result, vec![format!("card:{card}")]))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneSession {
    session: String,
}

pub(super) fn end_session(handle: &Handle, body: Value) -> Outcome {
    let OneSession { session } = input::read(body)?;
    let session = refs::bare("session", &session).to_owned();
    act(handle, "end-session", &EndSession { session: session.clone() })?;
    let changed = vec![format!("session:{session}")];
    Ok((json!({"session": session}), changed))
}

//! The doctor without a server, for a request to a real environment (SB 20).
//!
//! The request is judged in a world that is made for it, in which its key has the secret that was
//! given. So the key counts as good, and what is judged is the time, the signature or the envelope,
//! and the form. What the request is about is not known here, and not judged.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{DoctorBody, RequestToJudge, judged, serving};
use crate::{
    control::{Control, Problem, create_world, input},
    crypto::Secret,
    gate::WebhookSender,
    log::Reason,
    mocked_api::{MockedApi, webhook_formats},
    surface::Surface,
    world::{Clock, Definition},
    worlds::Worlds,
};

/// The verdict on a request to a real environment.
#[derive(Debug, Serialize)]
pub struct OfflineVerdict {
    /// Surface to which it would go.
    pub surface: Surface,
    /// True when it would be let in.
    pub is_accepted: bool,
    /// HTTP status of a refusal; none of a request that would be let in.
    pub status: Option<u16>,
    /// Mistakes of the client, the surest first.
    pub diagnosis: Vec<Value>,
}

/// Judges a request, in the form that `POST /_sandbox/doctor` takes, at an instant, by the secret of
/// its key. An error is the problem as that route answers it.
pub async fn judged_offline(
    apis: &'static [&'static dyn MockedApi],
    request: Value,
    secret: Secret,
    at: Timestamp,
) -> Result<OfflineVerdict, Value> {
    verdict(apis, request, secret, at).await.map_err(Problem::body)
}

async fn verdict(
    apis: &'static [&'static dyn MockedApi],
    request: Value,
    secret: Secret,
    at: Timestamp,
) -> Result<OfflineVerdict, Problem> {
    let request: RequestToJudge = input::read(request)?;
    let worlds = Worlds::new(1, create_world);
    let sender = WebhookSender::new(webhook_formats(apis));
    let control = Control::new(worlds, None, sender).over(apis);
    let api = serving(&control, request.path.split('?').next().unwrap_or_default())?;
    let surface = api.surface();
    let key = key(api, &request)?;
    let mut definition = Definition::new("offline", "offline", at);
    definition.clock = Clock::Frozen { at };
    let mut world = create_world(definition).map_err(crate::worlds::MakeError::from)?;
    world.access.credentials.stand_in(surface, &key, secret);
    let handle = control.worlds.resume(world, &[])?;
    control.worlds.admit(&handle, false)?;
    let (answer, reasons) = judged(&control, DoctorBody { request, at: Some(at) }).await?;
    let is_accepted = reasons.iter().all(|reason| lets_in(*reason));
    let status = answer.would.status.filter(|_| !is_accepted);
    let diagnosis = if is_accepted { Vec::new() } else { answer.diagnosis };
    Ok(OfflineVerdict { surface, is_accepted, status, diagnosis })
}

/// The key that a request names; an error where the API has no keys.
fn key(api: &dyn MockedApi, request: &RequestToJudge) -> Result<String, Problem> {
    let Some(header) = api.key_header() else {
        let detail = "only PG and ER have keys with secrets; ask a running sandbox by --url";
        return Err(Problem::invalid("/request/path", detail));
    };
    let named = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(header));
    Ok(named.map(|(_, value)| value.trim().to_owned()).unwrap_or_default())
}

/// True for the answer to a request that was let in: what it is about decides such an answer.
fn lets_in(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Ok
            | Reason::Repeated
            | Reason::Business
            | Reason::Forbidden
            | Reason::ForeignSession
            | Reason::Standard(_)
    )
}

//! The route that verifies the journal of a world.

use axum::{Json, extract::State};

use super::{
    refusal::invalid,
    verification::{Verification, verified},
};
use crate::control::{Answer, Control, extract::InWorld};

/// Replays the journal of a world in a scratch world, and compares all answers.
#[utoipa::path(post, path = "/worlds/{world}/journal/verify", responses((status = 200, description = "Whether the same answers came.", body = Verification)))]
pub(in crate::control) async fn verify(
    State(control): State<Control>,
    InWorld(handle): InWorld,
) -> Answer<Verification> {
    let records = handle.journal();
    let (verification, _) = verified(&records, None, control.apis).await.map_err(invalid)?;
    Ok(Json(verification))
}

//! `end-session` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{world::commands::EndSession, worlds::Handle};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EndSessionNow {
    /// The id of an encryption session.
    session: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SessionEnded {
    session: String,
}

impl Op for EndSessionNow {
    const NAME: &'static str = "end-session";
    const SUMMARY: &'static str = "Expires an encryption session.";
    type Result = SessionEnded;

    fn run(self, handle: &Handle) -> Outcome<SessionEnded> {
        let session = self.session.strip_prefix("session:").unwrap_or(&self.session).to_owned();
        act(handle, Self::NAME, &EndSession { session: session.clone() })?;
        let changed = vec![format!("session:{session}")];
        Ok(Effect { result: SessionEnded { session }, changed })
    }
}

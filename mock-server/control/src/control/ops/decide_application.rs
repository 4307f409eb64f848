//! `decide-application` (SB 5.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::entities::{Reference, collateral},
    programs::collateral::{ApplicationStatus, commands::Decide},
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DecideApplication {
    application: Reference,
    status: Verdict,
    /// Why, for denials and missing information.
    reason: Option<String>,
    /// The link through which the person verifies or supplies information.
    completion_url: Option<String>,
}

/// Decision about an application.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) enum Verdict {
    Approved,
    Denied,
    /// Reviewed again.
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

#[derive(Serialize, ToSchema)]
pub(super) struct ApplicationDecided {
    application: String,
    /// As the API spells it.
    status: &'static str,
}

impl Op for DecideApplication {
    const NAME: &'static str = "decide-application";
    const SUMMARY: &'static str =
        "Decides an application at once; a review that is scheduled is called off.";
    type Result = ApplicationDecided;

    fn run(self, handle: &Handle) -> Outcome<ApplicationDecided> {
        let application = handle
            .read(|world| collateral::application(world, &self.application).map(|row| row.id))?;
        let command = Decide {
            application,
            status: self.status.into(),
            reason: self.reason,
            completion_url: self.completion_url,
        };
        let status = act(handle, Self::NAME, &command)?.name();
        let application = application.to_string();
        let changed = vec![format!("application:{application}")];
        Ok(Effect { result: ApplicationDecided { application, status }, changed })
    }
}

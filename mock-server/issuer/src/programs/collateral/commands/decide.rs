//! Deciding applications: the review and the back office (PG 6.3, SB 5.2).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Effect, Refusal,
        application::{Application, ApplicationStatus},
        event::{EventKind, raise},
        ids::ApplicationId,
        ledger::Account,
    },
};

/// The review of an application falls due: it ends as its person's outcome says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CompleteReview {
    /// The application.
    pub application: ApplicationId,
}

impl Command for CompleteReview {
    type Program = Collateral;
    type Plan = Option<ApplicationStatus>;
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        let application = collateral.applications.get(self.application).ok_or(Refusal::NotYours)?;
        // The back office may have decided meanwhile.
        let waits = application.status == ApplicationStatus::Pending;
        Ok(waits.then(|| collateral.users[application.user].outcome.status()))
    }

    fn apply(
        &self,
        status: Self::Plan,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) {
        if let Some(status) = status {
            settle(collateral, context, self.application, status, None, None);
        }
    }
}

/// The back office decides (`decide-application`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decide {
    /// The application.
    pub application: ApplicationId,
    /// The new state.
    pub status: ApplicationStatus,
    /// The reason, in free text.
    pub reason: Option<String>,
    /// The link at which the person verifies.
    pub completion_url: Option<String>,
}

impl Command for Decide {
    type Program = Collateral;
    type Plan = ApplicationStatus;
    type Done = ApplicationStatus;

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<Self::Plan, Refusal> {
        let application = collateral.own_application(context.caller, self.application)?;
        // The states of in-app users are all in reach of the back office (AG 6.1).
        let in_app = collateral.users[application.user].user_id.is_some();
        if !in_app && !application.status.may_become(self.status) {
            let all = ApplicationStatus::ALL.into_iter();
            let allowed = all.filter(|to| application.status.may_become(*to)).collect();
            return Err(Refusal::ApplicationState { status: application.status, allowed });
        }
        // Unlocking gives back the state before.
        let before = application.locked_from.filter(|_| self.status == ApplicationStatus::Approved);
        Ok(before.unwrap_or(self.status))
    }

    fn apply(
        &self,
        status: Self::Plan,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> ApplicationStatus {
        let waited = collateral.applications[self.application].status;
        let (reason, url) = (self.reason.clone(), self.completion_url.clone());
        settle(collateral, context, self.application, status, reason, url);
        let again = [ApplicationStatus::NeedsVerification, ApplicationStatus::NeedsInformation];
        if status == ApplicationStatus::Pending && again.contains(&waited) {
            // Link completed, information supplied: it is reviewed again, and this time passes.
            let user = collateral.applications[self.application].user;
            collateral.users.change(user).outcome =
                crate::programs::collateral::person::Outcome::Approved;
            let delay = context.rules.application.review_delay_ms;
            context.after(delay, Effect::ReviewApplication(self.application));
        }
        status
    }
}

/// Writes a decision down, with everything that hangs on it.
pub(super) fn settle(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    id: ApplicationId,
    status: ApplicationStatus,
    reason: Option<String>,
    completion_url: Option<String>,
) {
    use ApplicationStatus as S;
    let application = collateral.applications.change(id);
    let default_reason = match status {
        S::Denied => Some("The application was denied"),
        S::NeedsInformation => Some("Further information is required"),
        _ => None,
    };
    application.locked_from = (status == S::Locked).then_some(application.status);
    application.reason = default_reason.map(|text| reason.unwrap_or_else(|| text.to_owned()));
    application.completion_url = (status == S::NeedsVerification)
        .then(|| completion_url.unwrap_or_else(|| completion_link(application)));
    application.status = status;
    application.touch(context.now);
    let user = application.user;
    let person = collateral.users.change(user);
    person.updated_at = context.now;
    if status == S::Approved && person.account.is_none() {
        let address = context.hex::<20>("account.deposit_address");
        person.account = Some(Account::new(address, context.now));
    }
    let kind = match status {
        S::Approved => EventKind::ApplicationApproved { application: id },
        S::Denied => {
            let reason = collateral.applications[id].reason.clone();
            EventKind::ApplicationDenied { application: id, reason }
        }
        S::Active
        | S::Canceled
        | S::Locked
        | S::ManualReview
        | S::NeedsInformation
        | S::NeedsVerification
        | S::Pending => return,
    };
    raise(collateral, context, user, kind);
}

/// The link at which a person would verify; nothing answers there.
fn completion_link(application: &Application) -> String {
    format!("https://verify.sandbox.test/applications/{}", application.external_id)
}

//! Cardholders: submitted, reviewed, decided (ER 8.4, 9.9).

use serde::{Deserialize, Serialize};

use super::project;
use crate::{
    command::{Check, Command},
    programs::prepaid::{
        ApplyContext, CheckContext, Effect, Named, Prepaid, Refusal, Scope,
        cardholder::{Cardholder, Decision, KycData, KycStatus, RegistrationStatus},
        checks::{PROJECT, USER},
        ids::{CardholderId, ProjectId, SubproviderId, UserId},
    },
    rulebook::er::{CardholderPer, KycLevel},
};

/// Code and id mean one subprovider.
const ONE_SUBPROVIDER: Check =
    Check::new("subprovider_code and subprovider_id mean one subprovider", &[]);
/// The subprovider exists.
const SUBPROVIDER: Check = Check::new("the subprovider exists", &["ER-HOLDER-06"]);
/// The user has no cardholder there.
const IS_FIRST: Check = Check::new("the user has no cardholder yet", &["ER-HOLDER-07"]);

/// KYC data is handed in (`/cardholders/create`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubmitHolder {
    /// The project, when the back office acts.
    pub project: Option<ProjectId>,
    /// The user, or the cardholder.
    pub user: String,
    /// The code of the subprovider.
    pub subprovider_code: Option<String>,
    /// The id of the subprovider.
    pub subprovider_id: Option<String>,
    /// The KYC data.
    pub data: Option<KycData>,
}

impl Command for SubmitHolder {
    type Program = Prepaid;
    type Plan = (UserId, SubproviderId);
    type Done = Cardholder;

    const CHECKS: &'static [Check] = &[ONE_SUBPROVIDER, PROJECT, USER, SUBPROVIDER, IS_FIRST];

    fn check(&self, prepaid: &Prepaid, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        let (code, id) = (self.subprovider_code.as_deref(), self.subprovider_id.as_deref());
        let subprovider = context.holds(ONE_SUBPROVIDER, prepaid.subprovider_meant(code, id))?;
        let project = context.holds(PROJECT, project(prepaid, context, self.project))?;
        let user = context.holds(USER, prepaid.user(Scope(Some(project.id)), &self.user))?;
        let subprovider = subprovider.ok_or(Refusal::SubproviderUnknown);
        let subprovider = context.holds(SUBPROVIDER, subprovider)?;
        let same = |holder: CardholderId| match context.rules.er.amb.cardholder_per {
            CardholderPer::User => true,
            CardholderPer::UserAndSubprovider => {
                prepaid.holders[holder].subprovider == subprovider.id
            }
        };
        let has_one = user.holders.iter().any(same);
        context.requires(IS_FIRST, !has_one, || Refusal::CardholderExists)?;
        Ok((user.id, subprovider.id))
    }

    fn apply(
        &self,
        (user, subprovider): Self::Plan,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> Cardholder {
        let id = prepaid.holders.next();
        let external_id = context.object_id("er.cardholder");
        prepaid.names.insert(external_id.clone(), Named::Cardholder(id));
        let row = prepaid.users.change(user);
        row.holders.push(id);
        let kyc = if self.data.is_some() { KycStatus::Pending } else { KycStatus::NotStarted };
        prepaid.holders.push(Cardholder {
            id,
            external_id,
            project: row.project,
            user,
            subprovider,
            registration: RegistrationStatus::Pending,
            kyc,
            level: KycLevel::None,
            data: self.data.clone(),
            registered_at: None,
            activated_at: None,
            created_at: context.now,
            updated_at: context.now,
        });
        if self.data.is_some() {
            context.after(context.rules.er.kyc.review_delay_ms, Effect::ReviewCardholder(id));
        }
        prepaid.holders[id].clone()
    }
}

/// The review ends by itself (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReviewHolder {
    /// The user, or the cardholder.
    pub holder: CardholderId,
}

impl Command for ReviewHolder {
    type Program = Prepaid;
    type Plan = ();
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let holder = prepaid.holders.get(self.holder).ok_or(Refusal::CardholderNotFound)?;
        let waits =
            holder.registration == RegistrationStatus::Pending && holder.kyc == KycStatus::Pending;
        if waits { Ok(()) } else { Err(state(holder)) }
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        prepaid.holders.change(self.holder).review(&context.rules.er.kyc, context.now);
    }
}

/// The back office decides (`decide-kyc`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideHolder {
    /// About whom.
    pub holder: CardholderId,
    /// The decision.
    pub decision: Decision,
    /// The level, when the decision approves.
    pub level: Option<KycLevel>,
}

impl Command for DecideHolder {
    type Program = Prepaid;
    type Plan = ();
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let holder = prepaid.holders.get(self.holder).ok_or(Refusal::CardholderNotFound)?;
        if holder.allows(self.decision) { Ok(()) } else { Err(state(holder)) }
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        let level = self.level.unwrap_or(context.rules.er.kyc.approved_level);
        prepaid.holders.change(self.holder).decide(self.decision, level, context.now);
    }
}

fn state(holder: &Cardholder) -> Refusal {
    let allowed = Decision::ALL.into_iter().filter(|decision| holder.allows(*decision));
    Refusal::CardholderState {
        registration: holder.registration,
        allowed: allowed.map(Decision::word).collect(),
    }
}

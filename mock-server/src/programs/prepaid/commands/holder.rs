//! Cardholders: submitted, reviewed, decided (ER 8.4, 9.9).

use serde::{Deserialize, Serialize};

use super::project;
use crate::{
    programs::{
        CheckContext, Command, Effect, Issuer, Refusal, Turn,
        prepaid::{
            Named, Scope,
            cardholder::{Cardholder, Decision, KycData, KycStatus, RegistrationStatus},
            ids::{CardholderId, ProjectId, SubproviderId, UserId},
            refusal::PrepaidRefusal,
        },
    },
    rulebook::er::{CardholderPer, KycLevel},
};

/// KYC data is handed in (`/cardholders/create`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SubmitHolder {
    /// Which project, when the back office does it.
    pub project: Option<ProjectId>,
    /// Whose.
    pub user: String,
    /// With whom, by code.
    pub subprovider_code: Option<String>,
    /// With whom, by id.
    pub subprovider_id: Option<String>,
    /// What is known of the person.
    pub data: Option<KycData>,
}

impl Command for SubmitHolder {
    const NAME: &'static str = "cardholders.create";
    type Plan = (UserId, SubproviderId);
    type Done = Cardholder;

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        let prepaid = &issuer.prepaid;
        let (code, id) = (self.subprovider_code.as_deref(), self.subprovider_id.as_deref());
        let subprovider = prepaid.subprovider_meant(code, id)?;
        let scope = Scope(Some(project(prepaid, context, self.project)?.id));
        let user = prepaid.user(scope, &self.user)?;
        let subprovider = subprovider.ok_or(PrepaidRefusal::SubproviderUnknown)?;
        let same = |holder: &CardholderId| match context.rules.er.amb.cardholder_per {
            CardholderPer::User => true,
            CardholderPer::UserAndSubprovider => {
                prepaid.holders[*holder].subprovider == subprovider.id
            }
        };
        if user.holders.iter().any(same) {
            return Err(PrepaidRefusal::CardholderExists.into());
        }
        Ok((user.id, subprovider.id))
    }

    fn apply(
        &self,
        (user, subprovider): Self::Plan,
        issuer: &mut Issuer,
        turn: &mut Turn<'_>,
    ) -> Cardholder {
        let prepaid = &mut issuer.prepaid;
        let id = prepaid.holders.next();
        let external_id = turn.object_id("er.cardholder");
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
            created_at: turn.now,
            updated_at: turn.now,
        });
        if self.data.is_some() {
            turn.after(turn.rules.er.kyc.review_delay_ms, Effect::ReviewCardholder(id));
        }
        prepaid.holders[id].clone()
    }
}

/// The review ends by itself (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReviewHolder {
    /// Whose.
    pub holder: CardholderId,
}

impl Command for ReviewHolder {
    const NAME: &'static str = "cardholder.review";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let holder =
            issuer.prepaid.holders.get(self.holder).ok_or(PrepaidRefusal::CardholderNotFound)?;
        let waits =
            holder.registration == RegistrationStatus::Pending && holder.kyc == KycStatus::Pending;
        if waits { Ok(()) } else { Err(state(holder)) }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        issuer.prepaid.holders.change(self.holder).review(&turn.rules.er.kyc, turn.now);
    }
}

/// The back office decides (`decide-kyc`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideHolder {
    /// About whom.
    pub holder: CardholderId,
    /// What.
    pub decision: Decision,
    /// With which level, when it approves.
    pub level: Option<KycLevel>,
}

impl Command for DecideHolder {
    const NAME: &'static str = "decide-kyc";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let holder =
            issuer.prepaid.holders.get(self.holder).ok_or(PrepaidRefusal::CardholderNotFound)?;
        if holder.allows(self.decision) { Ok(()) } else { Err(state(holder)) }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        let level = self.level.unwrap_or(turn.rules.er.kyc.approved_level);
        issuer.prepaid.holders.change(self.holder).decide(self.decision, level, turn.now);
    }
}

fn state(holder: &Cardholder) -> Refusal {
    let allowed = Decision::ALL.into_iter().filter(|decision| holder.allows(*decision));
    PrepaidRefusal::CardholderState {
        registration: holder.registration,
        allowed: allowed.map(Decision::word).collect(),
    }
    .into()
}

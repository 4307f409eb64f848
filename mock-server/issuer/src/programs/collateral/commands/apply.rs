//! Applying for a card account (PG 6.2).

use serde::{Deserialize, Serialize};

use crate::{
    collections::Ids,
    command::{Check, Command},
    people::{address::is_too_long, occupation},
    programs::collateral::{
        ApplyContext, CardUser, CheckContext, Collateral, Refusal,
        application::{Answers, Application, ApplicationStatus, FirstCard},
        chain_address::is_wallet,
        checks::{ANSWERS, KYC_DATA, NO_APPLICATION, OCCUPATION, OWN_USER, TERMS, WALLET_ADDRESS},
        effect::Effect,
        ids::{ApplicationId, CardUserId},
        person,
    },
    rulebook::UnknownUser,
};

/// `createCardApplicationForPartnerUser`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Apply {
    /// External id of the person.
    pub user: String,
    /// The answers of the person.
    pub answers: Answers,
}

/// The application that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Internal id.
    pub application: ApplicationId,
    /// Issuer-side id.
    pub external_id: String,
    /// The status as the answer shows it (`application.first_status`).
    pub status: String,
}

impl Command for Apply {
    type Program = Collateral;
    type Plan = CardUserId;
    type Done = Applied;

    const CHECKS: &'static [Check] =
        &[OWN_USER, TERMS, NO_APPLICATION, OCCUPATION, WALLET_ADDRESS, ANSWERS, KYC_DATA];

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<CardUserId, Refusal> {
        let rules = context.rules;
        if collateral.user_named(&self.user).is_none()
            && rules.kyc.unknown_user == UnknownUser::Business
        {
            let missing = person::missing(None, &rules.kyc);
            return context.holds(OWN_USER, Err(Refusal::UnknownCardUser { missing }));
        }
        let user = context.holds(OWN_USER, collateral.own_user(context.caller, &self.user))?;
        may_apply(collateral, user, &self.answers, context)?;
        self.answers.check(context)?;
        has_kyc_data(user, context)?;
        Ok(user.id)
    }

    fn apply(
        &self,
        user: CardUserId,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Applied {
        let answers = self.answers.clone();
        let (application, external_id) =
            file(collateral, context, user, answers, FirstCard::default());
        let delay = context.rules.application.review_delay_ms;
        context.after(delay, Effect::ReviewApplication(application));
        let status = context.rules.application.first_status.clone();
        Applied { application, external_id, status }
    }
}

/// Refuses a person who has not accepted the terms, or who has an application that counts.
pub(super) fn may_apply(
    collateral: &Collateral,
    user: &CardUser,
    answers: &Answers,
    context: &CheckContext<'_>,
) -> Result<(), Refusal> {
    let rules = &context.rules.application;
    let accepted = answers.terms_accepted || !rules.require_terms;
    context.requires(TERMS, accepted, || Refusal::TermsNotAccepted)?;
    let open = |id| collateral.applications[id].status != ApplicationStatus::Canceled;
    let has_one = rules.one_per_user && user.latest_application().is_some_and(open);
    context.requires(NO_APPLICATION, !has_one, || Refusal::ApplicationExists)
}

/// Refuses a person whose data the issuer would miss (PG 6.4).
pub(super) fn has_kyc_data(user: &CardUser, context: &CheckContext<'_>) -> Result<(), Refusal> {
    let missing = person::missing(Some(user), &context.rules.kyc);
    context.requires(KYC_DATA, missing.is_empty(), || Refusal::KycMissing(missing))
}

impl Answers {
    /// Refuses an occupation, an address or a text that cannot be.
    pub(super) fn check(&self, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let rules = &context.rules.application;
        let is_known = occupation::is_known(&self.occupation, &rules.occupation_forms);
        context.requires(OCCUPATION, is_known, || Refusal::InvalidOccupation)?;
        let wallet = &self.wallet_address;
        let is_one = !is_too_long(wallet) && (!rules.check_wallet_address || is_wallet(wallet));
        context.requires(WALLET_ADDRESS, is_one, || Refusal::InvalidWalletAddress)?;
        let texts = [
            ("annualSalary", &self.annual_salary),
            ("accountPurpose", &self.account_purpose),
            ("expectedMonthlyVolume", &self.expected_monthly_volume),
        ];
        let bad = texts.into_iter().find(|(_, text)| !(1..=50).contains(&text.chars().count()));
        context.holds(ANSWERS, bad.map_or(Ok(()), |(name, _)| Err(Refusal::InvalidAnswer(name))))
    }
}

/// Makes the row of an application and hangs it on its person, company and partner. Returns its
/// internal and its issuer-side id.
pub(super) fn file(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    user: CardUserId,
    answers: Answers,
    first_card: FirstCard,
) -> (ApplicationId, String) {
    let id = collateral.applications.next();
    let external_id = context.uuid("application.external_id");
    let person = collateral.users.change(user);
    person.applications.push(id);
    person.updated_at = context.now;
    let company = person.company;
    collateral.applications.push(Application {
        id,
        external_id: external_id.clone(),
        user,
        company,
        status: ApplicationStatus::Pending,
        locked_from: None,
        reason: None,
        completion_url: None,
        answers,
        address: None,
        first_card,
        last_event: None,
        deposit_steps: 0,
        cards: Ids::default(),
        transactions: Ids::default(),
        created_at: context.now,
        updated_at: context.now,
    });
    collateral.companies.change(company).applications.push(id);
    if let Some(holdings) = collateral.holdings(company) {
        holdings.applications.push(id);
    }
    (id, external_id)
}

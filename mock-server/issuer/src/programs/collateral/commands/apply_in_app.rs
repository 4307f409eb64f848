//! Applying for cards in the app (AG 5.1).

use serde::{Deserialize, Serialize};

use super::{
    apply::{file, has_kyc_data, may_apply},
    decide::settle,
};
use crate::{
    command::{Check, Command},
    people::name,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        application::{Answers, FirstCard},
        checks::{
            ANSWERS, IS_PERSON, KYC_DATA, NICKNAME, NO_APPLICATION, OCCUPATION, PIN, TERMS,
            WALLET_ADDRESS,
        },
        effect::Effect,
        ids::{ApplicationId, CardUserId},
        limit::{Frequency, Limit},
        pin::Pin,
    },
    rulebook::FirstAnswer,
};

/// The limit of the first card can be one.
const REQUESTED_LIMIT: Check =
    Check::new("the requested limit is a positive amount with a known period", &[]);
/// The person has gone through KYC in the app.
const KYC_DONE: Check =
    Check::new("KYC is completed at the level that cards need", &["AG-APPL-09"]);

/// `createRainCardApplication`, after the PIN was decrypted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApplyInApp {
    /// The person.
    pub user: CardUserId,
    /// The answers of the person.
    pub answers: Answers,
    /// The nickname of the first card.
    pub nickname: Option<String>,
    /// The amount of the limit of the first card, in whole dollars.
    pub requested_amount: Option<i64>,
    /// The period of the limit of the first card, `30 day`.
    pub requested_frequency: Option<String>,
    /// The PIN of the first card.
    pub pin: Option<Pin>,
}

/// The application that was made in the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedInApp {
    /// Internal id.
    pub application: ApplicationId,
    /// Issuer-side id.
    pub external_id: String,
    /// The status as the answer shows it, in the spelling of the core: `application.first_status`,
    /// or the outcome under that reading of AMB-AG-14.
    pub status: String,
    /// The link at which the person verifies, where the outcome is known and asks for that.
    pub completion_url: Option<String>,
    /// The id of the KYC applicant, if there is one.
    pub applicant_id: Option<String>,
    /// A share token of the applicant, `sst_` and 32 hex digits.
    pub share_token: Option<String>,
}

impl Command for ApplyInApp {
    type Program = Collateral;
    type Plan = Option<Limit>;
    type Done = AppliedInApp;

    const CHECKS: &'static [Check] = &[
        IS_PERSON,
        TERMS,
        NO_APPLICATION,
        OCCUPATION,
        WALLET_ADDRESS,
        ANSWERS,
        REQUESTED_LIMIT,
        NICKNAME,
        KYC_DONE,
        KYC_DATA,
        PIN,
    ];

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<Self::Plan, Refusal> {
        let rules = context.rules;
        let user = collateral.acting_person(context.caller, self.user);
        let user = context.holds(IS_PERSON, user)?;
        may_apply(collateral, user, &self.answers, context)?;
        self.answers.check(context)?;
        let limit = context.holds(REQUESTED_LIMIT, self.requested_limit())?;
        let named = self.nickname.as_ref().map_or(Ok(()), |nickname| {
            let rules = &rules.nick;
            name::judge(nickname, rules.max, rules.check_charset.then_some(name::MARKS))
                .map_err(Refusal::Nickname)
        });
        context.holds(NICKNAME, named)?;
        let wanted = &rules.ag.application;
        let is_done = !wanted.require_kyc || user.kyc_level.as_ref() == Some(&wanted.kyc_level);
        context.requires(KYC_DONE, is_done, || Refusal::KycNotCompleted)?;
        has_kyc_data(user, context)?;
        if let Some(pin) = &self.pin {
            context.holds(PIN, pin.check(&rules.pin))?;
        }
        Ok(limit)
    }

    fn apply(
        &self,
        limit: Option<Limit>,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> AppliedInApp {
        let rules = &context.rules.ag.application;
        let pin = self.pin.clone().filter(|_| rules.stage_pin);
        let first_card = FirstCard { nickname: self.nickname.clone(), limit, pin };
        let answers = self.answers.clone();
        let (application, external_id) = file(collateral, context, self.user, answers, first_card);
        let person = collateral.users.change(self.user);
        if person.applicant && person.applicant_id.is_none() {
            person.applicant_id = Some(context.object_id("person.applicant_id"));
        }
        let applicant_id = person.applicant_id.clone().filter(|_| person.applicant);
        let share_token = applicant_id.as_ref().map(|_| {
            let bytes = context.hex::<16>("application.share_token");
            format!("sst_{}", bytes.trim_start_matches("0x"))
        });
        let mut status = context.rules.application.first_status.clone();
        let mut completion_url = None;
        match context.rules.ag.application.first_answer {
            FirstAnswer::Pending => {
                let delay = context.rules.application.review_delay_ms;
                context.after(delay, Effect::ReviewApplication(application));
            }
            FirstAnswer::Outcome => {
                let outcome = collateral.users[self.user].outcome.status();
                settle(collateral, context, application, outcome, None, None);
                let row = &collateral.applications[application];
                row.status.name().clone_into(&mut status);
                completion_url.clone_from(&row.completion_url);
            }
        }
        AppliedInApp { application, external_id, status, completion_url, applicant_id, share_token }
    }
}

impl ApplyInApp {
    /// The limit that is asked for: whole dollars and a period, both or neither.
    fn requested_limit(&self) -> Result<Option<Limit>, Refusal> {
        match (self.requested_amount, self.requested_frequency.as_deref()) {
            (None, None) => Ok(None),
            (Some(dollars), Some(period)) if dollars > 0 => {
                let amount = dollars.checked_mul(100).ok_or(Refusal::InvalidRequestedLimit)?;
                let frequency = period_named(period).ok_or(Refusal::InvalidRequestedLimit)?;
                Ok(Some(Limit { amount, frequency }))
            }
            _ => Err(Refusal::InvalidRequestedLimit),
        }
    }
}

/// The period of a limit as applicants write it.
fn period_named(text: &str) -> Option<Frequency> {
    match text {
        "24 hour" | "1 day" => Some(Frequency::Per24HourPeriod),
        "7 day" => Some(Frequency::Per7DayPeriod),
        "30 day" => Some(Frequency::Per30DayPeriod),
        "365 day" | "1 year" => Some(Frequency::PerYearPeriod),
        _ => None,
    }
}

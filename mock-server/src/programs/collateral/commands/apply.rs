//! Applying for a card account (PG 6.2).

use serde::{Deserialize, Serialize};

use crate::{
    collections::List,
    command::Command,
    people::{address::is_too_long, occupation},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Effect, Refusal,
        application::{Answers, Application, ApplicationStatus},
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
            return Err(Refusal::UnknownCardUser { missing });
        }
        let user = collateral.own_user(context.caller, &self.user)?;
        if rules.application.require_terms && !self.answers.terms_accepted {
            return Err(Refusal::TermsNotAccepted);
        }
        let open = |id| collateral.applications[id].status != ApplicationStatus::Canceled;
        if rules.application.one_per_user && user.latest_application().is_some_and(open) {
            return Err(Refusal::ApplicationExists);
        }
        if !occupation::is_known(&self.answers.occupation, &rules.application.occupation_forms) {
            return Err(Refusal::InvalidOccupation);
        }
        let wallet = &self.answers.wallet_address;
        if is_too_long(wallet) || (rules.application.check_wallet_address && !is_wallet(wallet)) {
            return Err(Refusal::InvalidWalletAddress);
        }
        let texts = [
            ("annualSalary", &self.answers.annual_salary),
            ("accountPurpose", &self.answers.account_purpose),
            ("expectedMonthlyVolume", &self.answers.expected_monthly_volume),
        ];
        let bad = texts.into_iter().find(|(_, text)| !(1..=50).contains(&text.chars().count()));
        if let Some((name, _)) = bad {
            return Err(Refusal::InvalidAnswer(name));
        }
        match person::missing(Some(user), &rules.kyc) {
            missing if missing.is_empty() => Ok(user.id),
            missing => Err(Refusal::KycMissing(missing)),
        }
    }

    fn apply(
        &self,
        user: CardUserId,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Applied {
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
            answers: self.answers.clone(),
            address: None,
            cards: List::default(),
            transactions: List::default(),
            created_at: context.now,
            updated_at: context.now,
        });
        collateral.companies.change(company).applications.push(id);
        let partner = collateral.partner_of(company);
        collateral.partners.change(partner).holdings.applications.push(id);
        context.after(context.rules.application.review_delay_ms, Effect::ReviewApplication(id));
        let status = context.rules.application.first_status.clone();
        Applied { application: id, external_id, status }
    }
}

/// An EVM address, or 32 to 44 base58 characters (Solana).
fn is_wallet(text: &str) -> bool {
    let evm = text
        .strip_prefix("0x")
        .is_some_and(|hex| hex.len() == 40 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
    let base58 = |b: u8| b.is_ascii_alphanumeric() && !matches!(b, b'0' | b'O' | b'I' | b'l');
    evm || ((32..=44).contains(&text.len()) && text.bytes().all(base58))
}

//! Making people and their KYC rows: what only the back office can do (PG 6.4, SB 5.1).

use serde::{Deserialize, Serialize};

use crate::{
    collections::Ids,
    command::Command,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        ids::{CardUserId, CompanyId},
        person::{CardUser, Kyc, Outcome},
        personas,
    },
};

/// A new card user (`make-card-user`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakePerson {
    /// The company that holds the person.
    pub company: CompanyId,
    /// Short name in the control plane.
    pub label: Option<String>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email address.
    pub email: String,
    /// The outcome of reviews.
    pub outcome: Outcome,
    /// The KYC profile.
    pub kyc: Kyc,
    /// A Sumsub applicant exists.
    pub applicant: bool,
    /// The in-app user behind the person.
    pub user_id: Option<String>,
}

impl Command for MakePerson {
    type Program = Collateral;
    type Plan = ();
    type Done = CardUserId;

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let user_id = self.user_id.as_ref();
        if let Some(taken) = user_id.filter(|id| collateral.in_app_user(id).is_some()) {
            return Err(Refusal::Taken(taken.clone()));
        }
        collateral.companies.get(self.company).map(|_| ()).ok_or(Refusal::NotYours)
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> CardUserId {
        let id = collateral.users.next();
        let external_id = context.uuid("card_user.external_id");
        collateral.users_by_external_id.insert(external_id.clone(), id);
        if let Some(user_id) = &self.user_id {
            collateral.users_by_user_id.insert(user_id.clone(), id);
        }
        collateral.users.push(CardUser {
            id,
            external_id,
            label: self.label.clone(),
            company: self.company,
            user_id: self.user_id.clone(),
            is_disabled: false,
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            email: self.email.clone(),
            outcome: self.outcome,
            profile: self.kyc.profile(context.dice),
            applicant: self.applicant,
            applications: Ids::default(),
            cards: Ids::default(),
            transactions: Ids::default(),
            charges: Ids::default(),
            deposits: Ids::default(),
            account: None,
            kyc_level: None,
            applicant_id: None,
            wallets: Ids::default(),
            events_raised: 0,
            created_at: context.now,
            updated_at: context.now,
        });
        collateral.companies.change(self.company).users.push(id);
        if let Some(holdings) = collateral.holdings(self.company) {
            holdings.users.push(id);
        }
        id
    }
}

/// Replaces the KYC profile row (`set-kyc`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetProfile {
    /// The person.
    pub user: CardUserId,
    /// The KYC profile from now on.
    pub kyc: Kyc,
}

impl Command for SetProfile {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        collateral.users.get(self.user).map(|_| ()).ok_or(Refusal::NotYours)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        collateral.users.change(self.user).profile = self.kyc.profile(context.dice);
    }
}

/// Makes every missing precondition (`satisfy`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Satisfy {
    /// The person.
    pub user: CardUserId,
}

impl Command for Satisfy {
    type Program = Collateral;
    type Plan = ();
    /// The names of rows and fields that were made.
    type Done = Vec<&'static str>;

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        collateral.users.get(self.user).map(|_| ()).ok_or(Refusal::NotYours)
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Vec<&'static str> {
        let full = personas::profile(context.dice);
        let person = collateral.users.change(self.user);
        let mut made = Vec::new();
        if person.profile.is_none() {
            made.push("kyc_profile");
        }
        let row = person.profile.get_or_insert_default();
        let mut fill = |name, field: &mut Option<String>, value: Option<String>| {
            if field.is_none() {
                *field = value;
                made.push(name);
            }
        };
        fill("birthDate", &mut row.birth_date, full.birth_date);
        fill("nationalId", &mut row.national_id, full.national_id);
        fill("country", &mut row.country, full.country);
        fill("phoneCountryCode", &mut row.phone_country_code, full.phone_country_code);
        fill("phoneNumber", &mut row.phone_number, full.phone_number);
        if row.address.is_none() {
            row.address = full.address;
            made.push("address");
        }
        if !std::mem::replace(&mut person.applicant, true) {
            made.push("applicant");
        }
        made
    }
}

/// Makes or drops the Sumsub applicant (`make-applicant`, `drop-applicant`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetApplicant {
    /// The person.
    pub user: CardUserId,
    /// The applicant exists from now on.
    pub exists: bool,
}

impl Command for SetApplicant {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        collateral.users.get(self.user).map(|_| ()).ok_or(Refusal::NotYours)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, _: &mut ApplyContext<'_>) {
        collateral.users.change(self.user).applicant = self.exists;
    }
}

//! Card users and what is known of them (PG 6.4, 18).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    application::ApplicationStatus,
    ids::{ApplicationId, CardId, CardUserId, ChargeId, CompanyId, DepositId, TransactionId},
    ledger::Account,
    personas,
};
use crate::{
    collections::{List, Row},
    command::Dice,
    people::PostalAddress,
    rulebook::{self, KycProperty, NoApplicant, PartialProfile},
};

/// A person who may hold cards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardUser {
    /// Internal id.
    pub id: CardUserId,
    /// External id, the `cardUserId` of the mutations (UUID text).
    pub external_id: String,
    /// Short name in the control plane.
    pub label: Option<String>,
    /// The company that holds the person.
    pub company: CompanyId,
    /// The in-app user behind it; none for partner-flow people.
    pub user_id: Option<String>,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Email address.
    pub email: String,
    /// The outcome of reviews of applications.
    pub outcome: Outcome,
    /// The KYC profile row, if there is one.
    pub profile: Option<Profile>,
    /// A Sumsub applicant of the same id exists.
    pub applicant: bool,
    /// Applications, oldest first.
    pub applications: List<ApplicationId>,
    /// Cards, oldest first.
    pub cards: List<CardId>,
    /// Transactions, oldest first.
    pub transactions: List<TransactionId>,
    /// Charges, oldest first.
    pub charges: List<ChargeId>,
    /// Deposits, oldest first.
    pub deposits: List<DepositId>,
    /// The issuer ledger account, made when an application is approved.
    pub account: Option<Account>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for CardUser {
    type Id = CardUserId;
}

impl CardUser {
    /// The latest application, whose status the person shows.
    pub fn latest_application(&self) -> Option<ApplicationId> {
        self.applications.last().copied()
    }
}

/// The outcome of the review of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Approved.
    Approved,
    /// The application stays pending.
    Pending,
    /// Denied.
    Denied,
    /// The person must verify through a link.
    NeedsVerification,
    /// The person must supply information.
    NeedsInformation,
    /// A person must look at the application.
    ManualReview,
}

impl Outcome {
    /// All outcomes with the word that chooses them in a last name (SB 3.7).
    pub const WORDS: [(&'static str, Self); 6] = [
        ("approved", Self::Approved),
        ("pending", Self::Pending),
        ("denied", Self::Denied),
        ("needsverification", Self::NeedsVerification),
        ("needsinformation", Self::NeedsInformation),
        ("manualreview", Self::ManualReview),
    ];

    /// The outcome that a last name asks for: the word anywhere in it, any case; else approved.
    pub fn of_name(last_name: &str) -> Self {
        let name = last_name.to_lowercase();
        let found = Self::WORDS.iter().find(|(word, _)| name.contains(word));
        found.map_or(Self::Approved, |&(_, outcome)| outcome)
    }

    /// The status an application gets by it.
    pub fn status(self) -> ApplicationStatus {
        match self {
            Self::Approved => ApplicationStatus::Approved,
            Self::Pending => ApplicationStatus::Pending,
            Self::Denied => ApplicationStatus::Denied,
            Self::NeedsVerification => ApplicationStatus::NeedsVerification,
            Self::NeedsInformation => ApplicationStatus::NeedsInformation,
            Self::ManualReview => ApplicationStatus::ManualReview,
        }
    }
}

/// The KYC profile row: questionnaire, residence, mailing address, phone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Date of birth (questionnaire).
    pub birth_date: Option<String>,
    /// National id (questionnaire).
    pub national_id: Option<String>,
    /// Country of residence.
    pub country: Option<String>,
    /// Mailing address.
    pub address: Option<PostalAddress>,
    /// Country code of the phone.
    pub phone_country_code: Option<String>,
    /// Number of the phone.
    pub phone_number: Option<String>,
}

/// The KYC profile that a person shall have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kyc {
    /// A profile row with everything in it.
    Complete,
    /// No profile row.
    None,
    /// A complete row, but for what is given here; nothing leaves a field out.
    With(Box<ProfileChange>),
}

/// Fields of a profile that differ from a complete one: absent = as made up, `Some(None)` = left
/// out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProfileChange {
    /// Date of birth.
    pub birth_date: Option<Option<String>>,
    /// National id.
    pub national_id: Option<Option<String>>,
    /// Country of residence.
    pub country: Option<Option<String>>,
    /// Mailing address.
    pub address: Option<Option<PostalAddress>>,
    /// Country code of the phone.
    pub phone_country_code: Option<Option<String>>,
    /// Number of the phone.
    pub phone_number: Option<Option<String>>,
}

impl Kyc {
    /// The profile row that this asks for.
    pub fn profile(&self, dice: &mut dyn Dice) -> Option<Profile> {
        let change = match self {
            Self::None => return None,
            Self::Complete => &ProfileChange::default(),
            Self::With(change) => change.as_ref(),
        };
        let made = personas::profile(dice);
        Some(Profile {
            birth_date: change.birth_date.clone().unwrap_or(made.birth_date),
            national_id: change.national_id.clone().unwrap_or(made.national_id),
            country: change.country.clone().unwrap_or(made.country),
            address: change.address.clone().unwrap_or(made.address),
            phone_country_code: change
                .phone_country_code
                .clone()
                .unwrap_or(made.phone_country_code),
            phone_number: change.phone_number.clone().unwrap_or(made.phone_number),
        })
    }
}

impl Profile {
    fn has(&self, property: KycProperty) -> bool {
        match property {
            KycProperty::BirthDate => self.birth_date.is_some(),
            KycProperty::NationalId => self.national_id.is_some(),
            KycProperty::CountryOfIssue => self.country.is_some(),
            KycProperty::Address => self.address.is_some(),
            KycProperty::PhoneCountryCode => self.phone_country_code.is_some(),
            KycProperty::PhoneNumber => self.phone_number.is_some(),
            KycProperty::SumsubShareToken | KycProperty::Key => true,
        }
    }
}

/// The properties that the issuer would miss in the payload of this person, in the rulebook's
/// order; empty when the application can go out (PG 6.4).
pub fn missing(user: Option<&CardUser>, rules: &rulebook::Kyc) -> Vec<KycProperty> {
    let none = Profile::default();
    let profile = user.and_then(|user| user.profile.as_ref());
    let waived = profile.is_none() && !rules.require_profile;
    let lacks = |property: &KycProperty| {
        let asked = rules.required.contains(property);
        asked && !waived && !profile.unwrap_or(&none).has(*property)
    };
    let all = &rules.property_order;
    let complete =
        (profile.is_some() || !rules.require_profile) && !rules.required.iter().any(lacks);
    let applicant = user.is_some_and(|user| user.applicant);
    let token = rules.share_token_enabled
        && applicant
        && (complete || rules.applicant_with_incomplete_profile == PartialProfile::TokenSuffices);
    let fallback =
        complete && (!rules.share_token_enabled || rules.no_applicant == NoApplicant::Fallback);
    if token || fallback {
        return Vec::new();
    }
    let always = [KycProperty::SumsubShareToken, KycProperty::Key];
    all.iter().filter(|p| always.contains(p) || lacks(p)).copied().collect()
}

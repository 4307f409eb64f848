//! KYC: the profile that a person shall have, and what the issuer misses in it (PG 6.4).

use serde::{Deserialize, Serialize};

use super::{CardUser, Profile};
use crate::{
    command::Dice,
    people::PostalAddress,
    programs::collateral::personas,
    rulebook::{self, KycProperty, NoApplicant, PartialProfile},
};

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

/// The properties that the rules ask for and the profile of this person does not give, in the
/// rulebook's order; all that are asked for where there is no profile.
pub fn lacking(user: &CardUser, rules: &rulebook::Kyc) -> Vec<KycProperty> {
    let none = Profile::default();
    let profile = user.profile.as_ref().unwrap_or(&none);
    let lacks =
        |property: &&KycProperty| rules.required.contains(property) && !profile.has(**property);
    rules.property_order.iter().filter(lacks).copied().collect()
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

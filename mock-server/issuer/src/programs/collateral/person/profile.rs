//! The KYC profile of a person (PG 6.4).

use serde::{Deserialize, Serialize};

use crate::{people::PostalAddress, rulebook::KycProperty};

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

impl Profile {
    /// Tells whether the profile gives a property; what is not a part of it counts as given.
    pub(super) fn has(&self, property: KycProperty) -> bool {
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

//! Persons, whom several ops make, and what an application would miss of them.

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use super::Effect;
use crate::{
    programs::collateral::{
        CardUserId, CompanyId,
        commands::MakePerson,
        person::{self, Kyc, Outcome as Review},
        personas,
    },
    rulebook::KycProperty,
    worlds::Handle,
};

/// The longest name of a person, in characters.
const LONGEST_NAME: usize = 255;

/// The name of a person, 1 to 255 characters. The last word is the last name, which chooses how a
/// review of the person ends (SB 3.7).
pub(super) struct PersonName(String);

impl<'de> Deserialize<'de> for PersonName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl PartialSchema for PersonName {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(LONGEST_NAME))
            .description(Some("First and last name; the last one chooses how a review ends."))
            .into()
    }
}

impl ToSchema for PersonName {}

impl PersonName {
    /// A name out of a text; the error says why it is none.
    pub(super) fn new(name: String) -> Result<Self, String> {
        match (1..=LONGEST_NAME).contains(&name.trim().chars().count()) {
            true => Ok(Self(name)),
            false => Err(format!("a name has 1 to {LONGEST_NAME} characters")),
        }
    }

    /// First and last name.
    pub(super) fn parts(&self) -> (String, String) {
        personas::split_name(&self.0)
    }

    /// The command that makes a person of this name in a company, with everything that an
    /// application asks for.
    pub(super) fn command(&self, company: CompanyId) -> MakePerson {
        let (first_name, last_name) = self.parts();
        MakePerson {
            company,
            label: None,
            email: personas::email(&first_name, &last_name),
            outcome: Review::of_name(&last_name),
            first_name,
            last_name,
            kyc: Kyc::Complete,
            applicant: true,
            user_id: None,
        }
    }
}

/// Preconditions of an application that a person has, and those that are missing.
#[derive(Serialize, ToSchema)]
pub(super) struct Preconditions {
    card_user_id: String,
    /// Whether there is a KYC row.
    kyc_profile: bool,
    /// Whether there is an applicant.
    applicant: bool,
    /// The KYC level that a person with a login in the app has completed; none is `null`.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Option<String>>,
    /// The fields that an application would miss.
    #[schema(value_type = Vec<String>)]
    missing: Vec<KycProperty>,
}

/// The preconditions of a person who was changed.
pub(super) fn preconditions(handle: &Handle, user: CardUserId) -> Effect<Preconditions> {
    let result = handle.read(|world| {
        let person = &world.issuer.collateral.users[user];
        let missing = person::missing(Some(person), &world.rules.kyc);
        Preconditions {
            card_user_id: person.external_id.clone(),
            kyc_profile: person.profile.is_some(),
            applicant: person.applicant,
            level: person.user_id.is_some().then(|| person.kyc_level.clone()),
            missing,
        }
    });
    Effect { result, changed: vec![format!("card_user:{user}")] }
}

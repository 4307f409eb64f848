//! The KYC of people as ops take it: `complete`, `none`, or the fields that differ from a complete
//! row, and the level that is completed in the app (SB 5).

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{
        Error, IgnoredAny, MapAccess, Visitor,
        value::{MapAccessDeserializer, StrDeserializer},
    },
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema, schema::OneOfBuilder},
};

use crate::{
    people::PostalAddress,
    programs::collateral::person::{Kyc, ProfileChange},
};

/// The KYC of a person as an op takes it.
pub(super) struct KycInput {
    /// The row.
    pub(super) row: Kyc,
    /// The level that is completed in the app, where it was given.
    pub(super) level: Option<Option<String>>,
}

impl KycInput {
    /// The level that is completed in the app: the usual one with a row, unless another was given.
    pub(super) fn completed_level(&self, usual: &str) -> Option<String> {
        match (&self.row, &self.level) {
            (_, Some(level)) => level.clone(),
            (Kyc::None, None) => None,
            (Kyc::Complete | Kyc::With(_), None) => Some(usual.to_owned()),
        }
    }
}

impl From<Kyc> for KycInput {
    fn from(row: Kyc) -> Self {
        Self { row, level: None }
    }
}

/// A row as a whole.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Row {
    /// Every field is there.
    Complete,
    /// There is no row.
    None,
}

/// Fields that differ from a complete row; null leaves a field out.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fields {
    /// As `1990-05-23`.
    #[serde(default, deserialize_with = "date")]
    #[schema(value_type = Option<String>)]
    birth_date: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    national_id: Option<Option<String>>,
    /// Null leaves out `birthDate` and `nationalId`.
    #[serde(default, deserialize_with = "null")]
    #[schema(value_type = Option<String>)]
    questionnaire: Option<Null>,
    /// The country of residence.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    country: Option<Option<String>>,
    /// The mailing address.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<PostalAddress>)]
    address: Option<Option<PostalAddress>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    phone_country_code: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    phone_number: Option<Option<String>>,
    /// The KYC level that a person with a login in the app has completed, `normal-kyc-level` when
    /// absent; null: none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    level: Option<Option<String>>,
    /// Null leaves out `phoneCountryCode` and `phoneNumber`.
    #[serde(default, deserialize_with = "null")]
    #[schema(value_type = Option<String>)]
    phone: Option<Null>,
    /// Taken and kept nowhere: no precondition asks for it.
    #[serde(rename = "firstName")]
    _first_name: Option<String>,
    /// Taken and kept nowhere: no precondition asks for it.
    #[serde(rename = "lastName")]
    _last_name: Option<String>,
    /// Taken and kept nowhere: no precondition asks for it.
    #[serde(rename = "email")]
    _email: Option<String>,
}

/// A member that was given, and is null.
struct Null;

/// Tells null, which leaves a field out, from nothing.
fn given<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    let date: Option<String> = Option::deserialize(deserializer)?;
    match date {
        Some(date) if date.parse::<jiff::civil::Date>().is_err() => {
            Err(D::Error::custom(format!("{date:?} is no date like 1990-05-23")))
        }
        date => Ok(Some(date)),
    }
}

fn null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Null>, D::Error> {
    match Option::<IgnoredAny>::deserialize(deserializer)? {
        None => Ok(Some(Null)),
        Some(_) => Err(D::Error::custom("only null")),
    }
}

impl From<Fields> for KycInput {
    fn from(fields: Fields) -> Self {
        let level = fields.level.clone();
        let row = fields.into();
        Self { row, level }
    }
}

impl From<Fields> for Kyc {
    fn from(fields: Fields) -> Self {
        let questionnaire = fields.questionnaire.map(|Null| None);
        let phone = fields.phone.map(|Null| None);
        Self::With(Box::new(ProfileChange {
            birth_date: fields.birth_date.or_else(|| questionnaire.clone()),
            national_id: fields.national_id.or(questionnaire),
            country: fields.country,
            address: fields.address,
            phone_country_code: fields.phone_country_code.or_else(|| phone.clone()),
            phone_number: fields.phone_number.or(phone),
        }))
    }
}

impl<'de> Deserialize<'de> for KycInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowOrFields)
    }
}

struct RowOrFields;

impl<'de> Visitor<'de> for RowOrFields {
    type Value = KycInput;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("complete, none, or an object of fields")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<KycInput, E> {
        let row = match Row::deserialize(StrDeserializer::new(word))? {
            Row::Complete => Kyc::Complete,
            Row::None => Kyc::None,
        };
        Ok(row.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<KycInput, A::Error> {
        Fields::deserialize(MapAccessDeserializer::new(members)).map(Into::into)
    }
}

impl PartialSchema for KycInput {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new().item(Row::schema()).item(Fields::schema()).into()
    }
}

impl ToSchema for KycInput {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Fields::schemas(schemas);
    }
}

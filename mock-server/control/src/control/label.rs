//! Labels: short names that can stand between the slashes of a reference.

use serde::{Deserialize, Deserializer, de::Error};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// A label: 1 to 64 characters, without slashes, spaces and control characters.
pub(super) struct Label(pub(super) String);

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::custom("1 to 64 characters, without slashes and spaces"))
    }
}

impl Label {
    /// The label of a text that can be one.
    pub(super) fn new(text: String) -> Option<Self> {
        let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '/';
        let is_label = (1..=64).contains(&text.chars().count()) && text.chars().all(plain);
        is_label.then_some(Self(text))
    }
}

impl PartialSchema for Label {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(64))
            .pattern(Some(r"^[^/\s]+$"))
            .description(Some("A short name, without slashes and spaces."))
            .into()
    }
}

impl ToSchema for Label {}

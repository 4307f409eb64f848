//! References to the things of a world: any id under which a surface shows a thing, or its label
//! (SB 5).
//!
//! A reference may carry the type that stands before an id where things are listed: `card:1` is
//! the card `1`. A reference that leads nowhere is refused with the nearest ones that lead
//! somewhere.

mod access;
pub(super) mod collateral;
mod either;
pub(super) mod managed;
pub(super) mod prepaid;

use std::ops::Deref;

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::SchemaType, schema::Type},
};

pub(super) use access::credential;
pub(super) use either::{
    AnyCard, AnyDeposit, AnyDispute, AnyTransaction, AnyUser, AnyWallet, card, deposit, dispute,
    transaction, user, wallet,
};

use super::Problem;

/// A reference as it was sent: an id as text or number, or a label.
pub(super) struct Reference(String);

impl Deref for Reference {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) if !number.is_f64() => Ok(Self(number.to_string())),
            _ => Err(D::Error::custom("an id or a label")),
        }
    }
}

impl PartialSchema for Reference {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Integer]))
            .description(Some("An id under which any surface shows the thing, or its label."))
            .into()
    }
}

impl ToSchema for Reference {}

/// A reference without the type before it.
fn bare<'a>(kind: &str, reference: &'a str) -> &'a str {
    reference.strip_prefix(kind).and_then(|rest| rest.strip_prefix(':')).unwrap_or(reference)
}

/// A number of the world's own lists; 0, which no list has, for what is no number.
fn number(text: &str) -> i32 {
    text.parse().unwrap_or(0)
}

/// The refusal of a reference that leads nowhere; `known` are references that lead somewhere.
fn unknown<N: AsRef<str>>(
    kind: &str,
    reference: &str,
    known: impl IntoIterator<Item = N>,
) -> Problem {
    Problem::entity(kind, reference).near(reference, known)
}

//! Query parameters as the types that routes declare (SB 2.1).
//!
//! Which names a route knows is in its declaration, and the front refuses all others. What is left
//! here is a form for each parameter.

use axum::extract::{FromRequestParts, Query as Pairs};
use axum::http::{Uri, request::Parts};
use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error},
};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use super::{Problem, input};

/// The query parameters of a request, all of them known to its route and given once.
#[derive(Clone, Debug, Default)]
pub(super) struct Given(IndexMap<String, String>);

impl Given {
    /// Reads the query of a request to a route that knows these parameters.
    pub(super) fn read(uri: &Uri, known: &[String]) -> Result<Self, Problem> {
        let Ok(Pairs(pairs)) = Pairs::<Vec<(String, String)>>::try_from_uri(uri) else {
            return Err(Problem::invalid("", "the query cannot be read"));
        };
        let mut all = IndexMap::new();
        for (name, value) in pairs {
            let place = format!("?{name}");
            if !known.contains(&name) {
                let known: Vec<_> = known.iter().map(String::as_str).collect();
                return Err(Problem::unknown_field(&place, &name, &known));
            }
            if all.insert(name, value).is_some() {
                return Err(Problem::invalid(&place, "give it once"));
            }
        }
        Ok(Self(all))
    }
}

/// The query of a request as a type that has a member for each parameter.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Given(given) = parts.extensions.get().cloned().unwrap_or_default();
        let given = given.into_iter().map(|(name, value)| (name, Value::String(value)));
        let read = input::read(Value::Object(given.collect()));
        read.map(Self).map_err(Problem::of_query)
    }
}

/// A parameter that is `true` or `false`; false when absent.
#[derive(Clone, Copy, Default)]
pub(super) struct Flag(pub(super) bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "true" => Ok(Self(true)),
            "false" => Ok(Self(false)),
            other => Err(D::Error::custom(format!("{other:?} is neither true nor false"))),
        }
    }
}

impl PartialSchema for Flag {
    fn schema() -> RefOr<Schema> {
        bool::schema()
    }
}

impl ToSchema for Flag {}

/// An instant (RFC 3339).
#[derive(Clone, Copy)]
pub(super) struct Instant(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| D::Error::custom("an instant"))
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for Instant {}

/// A number from 0.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) u64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| D::Error::custom("a whole number, from 0"))
    }
}

impl PartialSchema for Number {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).into()
    }
}

impl ToSchema for Number {}

/// A text that a filter looks for. An empty one would fit nothing, and an empty list would say
/// that nothing happened, so it is refused.
pub(super) struct Wanted(String);

impl std::ops::Deref for Wanted {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Wanted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)? {
            text if text.is_empty() => Err(D::Error::custom("an empty filter; leave it out")),
            text => Ok(Self(text)),
        }
    }
}

impl PartialSchema for Wanted {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).into()
    }
}

impl ToSchema for Wanted {}

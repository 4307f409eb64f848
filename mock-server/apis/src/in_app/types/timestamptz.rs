//! Instants, in the one scalar that tables have too.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use jiff::Timestamp;

/// An instant in UTC with three decimals.
#[derive(Clone, Debug)]
pub(crate) struct Timestamptz(Timestamp);

impl From<Timestamp> for Timestamptz {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

#[Scalar(name = "timestamptz")]
impl ScalarType for Timestamptz {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text.parse()?)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string())
    }
}

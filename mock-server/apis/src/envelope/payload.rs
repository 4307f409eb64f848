//! Payload of an envelope: a JSON object (ER 3, step 7).

use serde_json::{Map, Value};

use super::{fields::Fields, numbers, raw, refusal::RequestError};
use crate::log::Reason;

/// An opened payload.
pub(super) struct Payload {
    text: String,
    members: Map<String, Value>,
}

/// Reads the plaintext of an envelope.
pub(super) fn read(plain: &[u8]) -> Result<Payload, RequestError> {
    let malformed = RequestError::Envelope(Reason::PayloadFormat);
    let text = std::str::from_utf8(plain).map_err(|_| malformed.clone())?;
    match numbers::read(text.as_bytes()) {
        Ok(Value::Object(members)) => Ok(Payload { text: text.to_owned(), members }),
        _ => Err(malformed),
    }
}

impl Payload {
    /// A member of the root, and as what it was written.
    pub(super) fn written(&self, name: &str) -> Option<(&Value, &str)> {
        let value = self.members.get(name).filter(|value| !value.is_null())?;
        Some((value, raw::member(&self.text, name)?))
    }

    /// The fields without the timestamp, in one form whatever their order.
    pub(super) fn digest(&self) -> String {
        let mut fields: Vec<_> =
            self.members.iter().filter(|(name, _)| *name != "request_timestamp").collect();
        fields.sort_unstable_by_key(|(name, _)| *name);
        serde_json::to_string(&fields).unwrap_or_default()
    }

    /// Entities that the payload names, each `<type>:<id>`.
    pub(super) fn entities(&self) -> Vec<String> {
        entities(&self.members)
    }

    /// Members as the endpoint reads them.
    pub(super) fn fields(self) -> Fields {
        Fields::new(self.members)
    }
}

/// The types of what members name, and the members.
pub(super) const NAMED: [(&str, &str); 5] = [
    ("card", "card_id"),
    ("order", "order_id"),
    ("cardholder", "cardholder_id"),
    ("user", "external_user_id"),
    ("user", "user_id"),
];

/// Entities that members name, each `<type>:<id>`.
pub(super) fn entities(members: &Map<String, Value>) -> Vec<String> {
    let entity =
        |(kind, name): (&str, &str)| Some(format!("{kind}:{}", members.get(name)?.as_str()?));
    NAMED.into_iter().filter_map(entity).collect()
}

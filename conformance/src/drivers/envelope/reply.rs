//! An answer of the envelope surface, opened and read by the contract's names.

use serde_json::Value;

use super::{names, sealer::Sealer};
use crate::{
    drivers::{Answer, body},
    surfaces::envelope::target::Dialect,
};

/// An answer of the envelope surface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The answer on the wire.
    pub answer: Answer,
    /// The bytes of the sealed value, where there is one that opened.
    pub sealed: Option<Vec<u8>>,
    /// The sealed content, or else the body, by the contract's names.
    pub payload: Value,
}

impl Reply {
    /// Opens what is sealed and reads what is plain.
    pub(super) fn read(answer: Answer, sealer: &Sealer, dialect: &Dialect) -> Self {
        let opened = answer.json["encrypted"].as_str().and_then(|value| {
            let bytes = sealer.read(value).ok()?;
            let plain = sealer.open(&bytes).ok()?;
            Some((bytes, plain))
        });
        let (sealed, payload) = match opened {
            Some((bytes, plain)) => (Some(bytes), body::json(&plain)),
            None => (None, Value::clone(&answer.json)),
        };
        Self { answer, sealed, payload: names::incoming(dialect, payload) }
    }

    /// Whether it is a success: any 2xx that does not say otherwise.
    pub fn is_served(&self) -> bool {
        (200..300).contains(&self.answer.status)
            && self.payload.is_object()
            && self.payload["success"] != false
            && self.slug().is_none()
    }

    /// The `error_slug` of a standard error.
    pub fn slug(&self) -> Option<&str> {
        self.payload["error_slug"].as_str()
    }

    /// The body as text, for what is said in clear.
    pub fn clear(&self) -> String {
        String::from_utf8_lossy(&self.answer.body).into_owned()
    }

    /// The order that it shows: at the root or in `order`.
    pub fn order(&self) -> &Value {
        match &self.payload["order"] {
            Value::Object(_) => &self.payload["order"],
            _ => &self.payload,
        }
    }

    /// The card data that it shows: at the root or in `details`.
    pub fn details(&self) -> &Value {
        match &self.payload["details"] {
            Value::Object(_) => &self.payload["details"],
            _ => &self.payload,
        }
    }

    /// A text at the root.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.payload[member].as_str().filter(|text| !text.is_empty())
    }

    /// Status and the beginning of what it says, for messages.
    pub fn summary(&self) -> String {
        let said = match (&self.sealed, self.payload.is_null()) {
            (Some(_), false) => {
                let bytes = self.payload.to_string();
                format!("sealed {}", crate::exchange::blanked_body(bytes.as_bytes()))
            }
            (Some(_), true) => "sealed, and no JSON inside".to_owned(),
            (None, _) => crate::exchange::blanked_body(&self.answer.body),
        };
        format!("HTTP {} {}", self.answer.status, crate::outlet::excerpt(&said, 400))
    }
}

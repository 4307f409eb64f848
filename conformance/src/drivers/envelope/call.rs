//! A request of the envelope surface while it can still be changed: any header, any member and any
//! byte, inside the envelope and around it.

use serde_json::{Map, Value};

use super::Flaw;

/// A call under construction; [`super::Project::write`] makes its bytes final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The contract's path below `/api/v1`: `/cards/topup`.
    pub path: String,
    /// The query behind the path: `?x=1`.
    pub query: String,
    /// HTTP method, POST unless changed.
    pub method: String,
    /// The media type, if any.
    pub content_type: Option<String>,
    /// Another `API-KEY` than the project's: `Some(None)` leaves the header out.
    pub key: Option<Option<String>>,
    /// The `Idempotency-Key`.
    pub idempotency: Idempotency,
    /// The sealed content.
    pub payload: Payload,
    /// The white space of the payload.
    pub spacing: Spacing,
    /// Another secret than the project's.
    pub secret: Option<String>,
    /// The flaw of the sealed value, if any.
    pub flaw: Option<Flaw>,
    /// The body around the sealed value.
    pub body: Body,
}

/// The `Idempotency-Key` of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idempotency {
    /// One that was never used.
    Fresh,
    /// This one.
    Key(String),
    /// No such header.
    Absent,
}

/// The sealed content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// A timestamp and the fields of the endpoint, by the contract's names.
    Fields {
        /// The `request_timestamp`.
        stamp: Stamp,
        /// Everything else at the root.
        fields: Map<String, Value>,
    },
    /// Exactly these bytes.
    Bytes(Vec<u8>),
}

/// The `request_timestamp` of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamp {
    /// The target's present time, never the same twice.
    Fresh,
    /// These microseconds.
    At(i64),
    /// This JSON, whatever it is.
    Json(String),
    /// No such member.
    Absent,
}

/// The white space of a payload. All of them are the same JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spacing {
    /// Without any white space.
    #[default]
    Compact,
    /// With a blank after each colon and comma, as the published sample does.
    Blanks,
    /// Over several lines.
    Lines,
}

/// The body around the sealed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `{"encrypted": …}`.
    Envelope,
    /// This text, in which `{sealed}` stands for the value.
    Text(String),
}

impl Call {
    /// A well-formed call; `fields` is an object, or null for none.
    pub fn to(path: &str, fields: &Value) -> Self {
        Self {
            path: path.to_owned(),
            query: String::new(),
            method: "POST".to_owned(),
            content_type: Some("application/json".to_owned()),
            key: None,
            idempotency: Idempotency::Fresh,
            payload: Payload::Fields {
                stamp: Stamp::Fresh,
                fields: fields.as_object().cloned().unwrap_or_default(),
            },
            spacing: Spacing::Compact,
            secret: None,
            flaw: None,
            body: Body::Envelope,
        }
    }

    /// With another timestamp.
    #[must_use]
    pub fn stamped(mut self, stamp: Stamp) -> Self {
        if let Payload::Fields { stamp: own, .. } = &mut self.payload {
            *own = stamp;
        }
        self
    }

    /// With exactly this plaintext.
    #[must_use]
    pub fn saying(mut self, plaintext: impl Into<Vec<u8>>) -> Self {
        self.payload = Payload::Bytes(plaintext.into());
        self
    }

    /// With another body around the sealed value.
    #[must_use]
    pub fn in_body(mut self, text: impl Into<String>) -> Self {
        self.body = Body::Text(text.into());
        self
    }

    /// With another `API-KEY`, or with none.
    #[must_use]
    pub fn with_key(mut self, key: Option<String>) -> Self {
        self.key = Some(key);
        self
    }

    /// With another `Idempotency-Key`, or with none.
    #[must_use]
    pub fn under(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = idempotency;
        self
    }

    /// With something wrong with the sealed value.
    #[must_use]
    pub fn flawed(mut self, flaw: Flaw) -> Self {
        self.flaw = Some(flaw);
        self
    }
}

impl Spacing {
    /// An object with these members, the timestamp first.
    pub(super) fn write(self, stamp: Option<&str>, fields: &Map<String, Value>) -> String {
        let members = stamp
            .map(|text| ("request_timestamp", text.to_owned()))
            .into_iter()
            .chain(fields.iter().map(|(name, value)| (name.as_str(), self.value(value))));
        let (colon, comma, before, after) = match self {
            Self::Compact => (":", ",", "", ""),
            Self::Blanks => (": ", ", ", "", ""),
            Self::Lines => (" : ", ",\n  ", "\n  ", "\n"),
        };
        let members: Vec<_> =
            members.map(|(name, value)| format!("{}{colon}{value}", Value::from(name))).collect();
        format!("{{{before}{}{after}}}", members.join(comma))
    }

    fn value(self, value: &Value) -> String {
        match (self, value) {
            (Self::Compact, _) => value.to_string(),
            (_, Value::Object(members)) => self.write(None, members),
            _ => value.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_spacing_is_the_same_json() {
        let fields = json!({"user_id": "u", "kyc_data": {"a": 1, "b": "2"}});
        let write = |spacing: Spacing| spacing.write(Some("17"), fields.as_object().unwrap());
        assert_eq!(
            write(Spacing::Blanks),
            r#"{"request_timestamp": 17, "user_id": "u", "kyc_data": {"a": 1, "b": "2"}}"#
        );
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&write(Spacing::Lines)), read(&write(Spacing::Compact)));
    }
}

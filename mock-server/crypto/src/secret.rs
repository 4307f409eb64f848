//! A text that is never printed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::SerializeMap};

/// Member under which a secret stands in serialized form, so that a journal can find and seal it
/// wherever it occurs.
pub const MARK: &str = "$secret";

/// A PAN, CVC, PIN, client secret or key. `Debug` does not show it; serialized it is `{"$secret":
/// …}`, which only a snapshot or a sealed journal record holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Every call deserves a look in a review.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(MARK, &self.0)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Marked {
            #[serde(rename = "$secret")]
            secret: String,
        }
        Marked::deserialize(deserializer).map(|marked| Self(marked.secret))
    }
}

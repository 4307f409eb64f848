//! The parameters of a query (MC 4.4). Unknown ones are ignored.

use std::cell::RefCell;

use axum::{extract::Query as Pairs, http::Uri};
use serde_json::{Map, Value, json};

use super::error::ApiError;

/// Parameters, in order, and what was found wrong with them so far.
#[derive(Default)]
pub(super) struct Query {
    pairs: Vec<(String, String)>,
    errors: RefCell<Map<String, Value>>,
}

impl Query {
    /// The parameters of an address; none where they cannot be read.
    pub(super) fn read(uri: &Uri) -> Self {
        let pairs = Pairs::<Vec<(String, String)>>::try_from_uri(uri);
        Self { pairs: pairs.map(|Pairs(pairs)| pairs).unwrap_or_default(), ..Self::default() }
    }

    /// The value of a parameter; of several, the last one.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.pairs.iter().rev();
        all.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All parameters beside the members of a body, as one object.
    pub(super) fn whole(&self, body: &Map<String, Value>) -> Value {
        let pairs = self.pairs.iter().map(|(name, value)| (name.clone(), json!(value)));
        Value::Object(pairs.chain(body.clone()).collect())
    }

    /// Notes that a parameter is wrong.
    pub(super) fn wrong(&self, name: &str, problem: &str) {
        self.errors.borrow_mut().insert(name.to_owned(), json!([problem]));
    }

    /// One of these words; a wrong one is noted.
    pub(super) fn word(&self, name: &str, words: &[&str]) -> Option<&str> {
        let value = self.get(name)?;
        if !words.contains(&value) {
            self.wrong(name, &format!("Must be one of {}.", words.join(", ")));
        }
        Some(value)
    }

    /// A currency, three capital letters; a wrong one is noted.
    pub(super) fn currency(&self, name: &str) -> Option<&str> {
        let value = self.get(name)?;
        if !is_currency(value) {
            self.wrong(name, "Must be three capital letters.");
        }
        Some(value)
    }

    /// An error with everything that was noted; `Ok` when nothing was.
    pub(super) fn checked(&self) -> Result<(), ApiError> {
        let errors = self.errors.take();
        if errors.is_empty() { Ok(()) } else { Err(ApiError::invalid(errors)) }
    }
}

/// The form of an ISO 4217 code.
pub(super) fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

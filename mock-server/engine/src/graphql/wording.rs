//! The codes of the imitated gateway.

use async_graphql::ServerError;

use super::bounds::LETTERS;

/// Code of a document that does not parse.
pub const PARSE_FAILED: &str = "GRAPHQL_PARSE_FAILED";
/// Code of a document that does not fit the schema.
pub const VALIDATION_FAILED: &str = "GRAPHQL_VALIDATION_FAILED";

/// An error with a code, as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// For people.
    pub message: String,
    /// `extensions.code`.
    pub code: String,
}

/// Message of an error with its code; an error without a code is the document's fault.
pub fn coded(error: &ServerError) -> Coded {
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let code = match code {
        Some(async_graphql::Value::String(code)) => code.clone(),
        _ => VALIDATION_FAILED.to_owned(),
    };
    Coded { message: error.message.clone(), code }
}

/// A text, cut to the length that messages repeat: an answer is not a copy of what was sent.
pub fn abbreviated(text: impl Into<String>) -> String {
    let text = text.into();
    if text.len() <= LETTERS {
        return text;
    }
    match text.char_indices().nth(LETTERS) {
        Some((at, _)) => text[..at].to_owned() + "...",
        None => text,
    }
}

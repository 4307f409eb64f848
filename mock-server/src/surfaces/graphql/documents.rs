//! Documents that were read before: clients send the same few over and over.

use std::sync::{Arc, OnceLock};

use async_graphql::parser::{Error, parse_query, types::ExecutableDocument};
use quick_cache::sync::Cache;

use super::{syntax, validation::Checker, weight};

/// A document that parses.
pub struct Prepared {
    /// As the executing library reads it.
    pub document: ExecutableDocument,
    errors: OnceLock<Vec<String>>,
    text: String,
}

impl Prepared {
    /// What is wrong with it, found once.
    pub fn errors(&self, checker: &Checker) -> &[String] {
        self.errors.get_or_init(|| match weight::fault(&self.document) {
            Some(error) => vec![error],
            None => checker.errors(&self.text),
        })
    }
}

/// Why a document cannot be executed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It does not parse; what graphql-js says of its syntax.
    Syntax(String),
    /// It parses, but it has no operation, or definitions of one name: for validation to say.
    Definitions,
}

/// The documents of one schema.
#[derive(Clone)]
pub struct Documents {
    known: Arc<Cache<String, Arc<Prepared>>>,
}

/// How many documents are remembered, and how long one may be for that.
const MOST: usize = 512;
const LONGEST: usize = 16 * 1024;

impl Default for Documents {
    fn default() -> Self {
        Self { known: Arc::new(Cache::new(MOST)) }
    }
}

impl Documents {
    /// Reads a document.
    pub fn read(&self, text: &str) -> Result<Arc<Prepared>, Unread> {
        if let Some(known) = self.known.get(text) {
            return Ok(known);
        }
        syntax::check(text).map_err(Unread::Syntax)?;
        let document = parse_query(text).map_err(|error| match error {
            Error::MultipleOperations { .. }
            | Error::OperationDuplicated { .. }
            | Error::FragmentDuplicated { .. }
            | Error::MissingOperation => Unread::Definitions,
            _ => Unread::Syntax(format!("Syntax Error: {error}")),
        })?;
        let errors = OnceLock::new();
        let prepared = Arc::new(Prepared { document, errors, text: text.to_owned() });
        if text.len() <= LONGEST {
            self.known.insert(text.to_owned(), prepared.clone());
        }
        Ok(prepared)
    }
}

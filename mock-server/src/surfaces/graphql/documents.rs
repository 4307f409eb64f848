//! Documents that were read before: clients send the same few over and over.

use std::sync::{Arc, OnceLock};

use async_graphql::parser::{parse_query, types::ExecutableDocument};
use quick_cache::sync::Cache;

use super::{syntax, validation::Checker};

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
        self.errors.get_or_init(|| checker.errors(&self.text))
    }
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
    /// Reads a document; an error is what graphql-js says of its syntax.
    pub fn read(&self, text: &str) -> Result<Arc<Prepared>, String> {
        if let Some(known) = self.known.get(text) {
            return Ok(known);
        }
        syntax::check(text)?;
        let document = parse_query(text).map_err(|error| format!("Syntax Error: {error}"))?;
        let errors = OnceLock::new();
        let prepared = Arc::new(Prepared { document, errors, text: text.to_owned() });
        if text.len() <= LONGEST {
            self.known.insert(text.to_owned(), prepared.clone());
        }
        Ok(prepared)
    }
}

//! Documents that were read before: clients send the same few over and over.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use async_graphql::{
    Variables,
    parser::types::{ExecutableDocument, OperationDefinition},
};
use axum::body::Bytes;
use quick_cache::sync::Cache;

use super::{
    flatten::{flattened, is_unconditional},
    lower, syntax, tree,
    validation::Checker,
};

/// A document that parses.
pub struct Prepared {
    /// As the executing library reads it.
    pub document: ExecutableDocument,
    /// The body that answers it, once it was answered and if nothing but the schema decides it.
    pub answer: OnceLock<Bytes>,
    flat: OnceLock<Option<ExecutableDocument>>,
    errors: OnceLock<Vec<String>>,
    written: tree::Document,
}

impl Prepared {
    /// The operation with nothing left to decide, as flattening makes it. Most documents have one
    /// operation and no conditions, and are flattened once.
    pub fn flat(
        &self,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Cow<'_, ExecutableDocument> {
        let once = self.flat.get_or_init(|| {
            let always = self.has_one_operation() && is_unconditional(&self.document);
            always.then(|| flattened(&self.document, operation, &Variables::default()))
        });
        match once {
            Some(flat) => Cow::Borrowed(flat),
            None => Cow::Owned(flattened(&self.document, operation, variables)),
        }
    }

    /// Whether there is nothing to choose.
    pub fn has_one_operation(&self) -> bool {
        self.document.operations.iter().count() == 1
    }

    /// What is wrong with it, found once.
    pub fn errors(&self, checker: &Checker) -> &[String] {
        self.errors.get_or_init(|| checker.errors(&self.written))
    }
}

/// Why a document cannot be executed.
#[derive(Debug)]
pub enum Unread {
    /// It does not parse; what graphql-js says of its syntax.
    Syntax(String),
    /// It parses, but it has no operation, or definitions of one name: for validation to say.
    Definitions(Undefined),
}

/// A document without anything to execute.
#[derive(Debug)]
pub struct Undefined(tree::Document);

impl Undefined {
    /// What is wrong with it.
    pub fn errors(&self, checker: &Checker) -> Vec<String> {
        checker.errors(&self.0)
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
    /// Reads a document.
    pub fn read(&self, text: &str) -> Result<Arc<Prepared>, Unread> {
        if let Some(known) = self.known.get(text) {
            return Ok(known);
        }
        let written = syntax::read(text).map_err(Unread::Syntax)?;
        let Some(document) = lower::lowered(&written) else {
            return Err(Unread::Definitions(Undefined(written)));
        };
        let (flat, answer, errors) = Default::default();
        let prepared = Arc::new(Prepared { document, flat, answer, errors, written });
        if text.len() <= LONGEST {
            self.known.insert(text.to_owned(), prepared.clone());
        }
        Ok(prepared)
    }
}

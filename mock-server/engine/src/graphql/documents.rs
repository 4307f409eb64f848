//! Documents that were read before: clients send the same few over and over.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use async_graphql::{
    Variables,
    parser::types::{ExecutableDocument, OperationDefinition},
};
use quick_cache::sync::Cache;

use super::{
    bounds::{NESTING, TOKENS},
    flatten::{flattened, is_unconditional},
    introspection::{DocumentOutline, Exemption},
    lower, syntax, tree,
    unknown::Unknown,
    validation::Checker,
    weight,
};

/// A document that parses.
pub struct Prepared {
    /// The document as the executing library reads it.
    pub document: ExecutableDocument,
    flat: OnceLock<Option<ExecutableDocument>>,
    errors: OnceLock<Vec<String>>,
    written: tree::Document,
}

impl Prepared {
    /// Reads a document.
    pub fn read(text: &str) -> Result<Self, Unread> {
        let written = syntax::read(text).map_err(|fault| match fault {
            syntax::Fault::Syntax(said) => Unread::Syntax(said),
            syntax::Fault::TooLarge => Unread::TooLarge,
        })?;
        let Some(document) = lower::lowered(&written) else {
            return Err(Unread::Definitions(Undefined(written)));
        };
        let (flat, errors) = Default::default();
        Ok(Self { document, flat, errors, written })
    }

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

    /// The names of the operations in the order of the text; none for the one without.
    pub fn operation_names(&self) -> Vec<Option<&str>> {
        let mut names = Vec::new();
        for one in &self.written.definitions {
            if let tree::Definition::Operation(operation) = one {
                names.push(operation.name.as_deref());
            }
        }
        names
    }

    /// The names that the schema does not have.
    pub fn unknown(&self, checker: &Checker) -> Vec<Unknown> {
        checker.unknown_in(&self.written)
    }

    /// The errors of the document, found once.
    pub fn errors(&self, checker: &Checker) -> &[String] {
        self.errors.get_or_init(|| checker.errors(&self.written))
    }
}

/// Reason why a document cannot be executed.
#[derive(Debug)]
pub enum Unread {
    /// The text does not parse; the words of graphql-js.
    Syntax(String),
    /// The text is too large to be read.
    TooLarge,
    /// The text parses, but has no operation, or definitions of one name: for validation to say.
    Definitions(Undefined),
}

/// A document without anything to execute.
#[derive(Debug)]
pub struct Undefined(tree::Document);

impl Undefined {
    /// The errors of the document.
    pub fn errors(&self, checker: &Checker) -> Vec<String> {
        checker.errors(&self.0)
    }
}

/// A document that is too large to be read, at a glance: whether it asks only about the schema, and
/// what to say of its size.
pub fn too_large(text: &str, exemption: Exemption<'_>) -> (bool, String) {
    let outline = DocumentOutline::at(text);
    let (tokens, nesting) = (outline.tokens, outline.nesting);
    let said = if tokens > TOKENS {
        format!("Document has {tokens} tokens; at most {TOKENS} are read.")
    } else {
        let nesting = nesting.max(NESTING + 1);
        format!("Document is nested {nesting} levels deep; at most {NESTING} are read.")
    };
    (outline.introspects(exemption), said)
}

/// The documents of one schema.
#[derive(Clone)]
pub struct Documents {
    known: Arc<Cache<String, Arc<Prepared>>>,
}

/// The number of documents that are remembered, and of bytes and fields that one may have, since
/// all that is remembered together is what strangers sent.
const MOST: usize = 256;
const LONGEST: usize = 8 * 1024;
const MOST_FIELDS: usize = 1_000;

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
        let prepared = Arc::new(Prepared::read(text)?);
        let is_small = text.len() <= LONGEST && weight::fields(&prepared.written) <= MOST_FIELDS;
        if is_small {
            self.known.insert(text.to_owned(), prepared.clone());
        }
        Ok(prepared)
    }
}

//! Rendering of a surface's requests for the log.

use serde_json::Value;

use super::{Entry, Head, Outcome};
use crate::{
    log::{Cause, Diagnosis, List, RedactionContext},
    surface::Surface,
};

/// A surface, as the log sees it: it can read what came in, and it has the lists of what may be
/// shown of it.
pub trait LogRenderer: Send + Sync {
    /// The surface; none for requests whose path leads to no surface.
    fn surface(&self) -> Option<Surface>;

    /// Which headers may be shown.
    fn headers(&self) -> &'static List;

    /// Which parameters of a query may be shown; of others the type and the length of their values.
    fn parameters(&self) -> &'static List {
        static NONE: List = List::new(&[]);
        &NONE
    }

    /// The identifier of the credential that a request names.
    fn token<'a>(&self, head: &'a Head) -> Option<&'a str>;

    /// The label of the caller that a request names.
    fn by<'a>(&self, head: &Head, redaction: &'a RedactionContext) -> Option<&'a str> {
        let known = redaction.credential(self.surface()?, self.token(head)?);
        known.map(|known| known.credential.label.as_str())
    }

    /// A path, of which only what the contract names may be shown.
    fn path(&self, path: &str) -> String;

    /// The paths at which the surface answers.
    fn doors(&self) -> Vec<String> {
        Vec::new()
    }

    /// The content of a sealed body under the secret of the key that its request names; none where
    /// the surface seals nothing, and for a body that does not open.
    fn opened(&self, _: &Head, _: &Value, _: &RedactionContext) -> Option<Vec<u8>> {
        None
    }

    /// Redacted bodies of an entry.
    fn read(&self, entry: &Entry, redaction: &RedactionContext) -> Reading;

    /// Diagnoses of a refused request, the surest first. It may take time, but not without bound.
    fn diagnose(&self, entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis>;

    /// The operations that its requests can ask for, by the names that the log gives them.
    fn operations(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// The types of what its requests can name: the part before the colon of `<type>:<id>`.
    fn entity_types(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// The mistakes that it can tell.
    fn causes(&self) -> &'static [Cause];

    /// Outcome of a request that the surface cannot read at all.
    fn unread(&self) -> Outcome {
        Outcome::Invalid
    }
}

/// Redacted bodies of an entry; nothing in them needs hiding any more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The request's body; null where it cannot be read.
    pub request: Value,
    /// Plain text of a sealed request body.
    pub request_inside: Option<Value>,
    /// The answer's body; null where it cannot be read.
    pub answer: Value,
    /// Plain text of a sealed answer body.
    pub answer_inside: Option<Value>,
    /// The code that a failure has.
    pub code: Option<String>,
    /// Text of a failure.
    pub error: Option<String>,
    /// Entities that the request names, each `<type>:<id>`.
    pub entities: Vec<String>,
}

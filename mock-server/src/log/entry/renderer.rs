//! What a surface knows of its own requests.

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

    /// The identifier of the credential that a request names.
    fn token<'a>(&self, head: &'a Head) -> Option<&'a str>;

    /// A path, of which only what the contract names may be shown.
    fn path(&self, path: &str) -> String;

    /// The paths at which the surface answers.
    fn doors(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the bodies of an entry say, redacted.
    fn read(&self, entry: &Entry, redaction: &RedactionContext) -> Reading;

    /// What the client of a refused request did wrong, what is surest first. It may take time, but
    /// not without bound.
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

    /// How a request ended that is not what the surface takes at all.
    fn unread(&self) -> Outcome {
        Outcome::Invalid
    }
}

/// What the bodies of an entry say; nothing in it needs hiding any more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The request's body; null where it cannot be read.
    pub request: Value,
    /// What was sealed inside.
    pub request_inside: Option<Value>,
    /// The answer's body; null where it cannot be read.
    pub answer: Value,
    /// What was sealed inside.
    pub answer_inside: Option<Value>,
    /// The code that a failure has.
    pub code: Option<String>,
    /// What it says.
    pub error: Option<String>,
    /// What the request names, `<type>:<id>`.
    pub entities: Vec<String>,
}

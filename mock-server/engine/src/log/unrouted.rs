//! Requests whose path leads to no surface: nobody answers them, and the log tells of them all the
//! same (SB 9.1, 9.3).

use super::{
    Cause, Class, Diagnosis, Entry, Head, List, LogRenderer, Outcome, Reading, RedactionContext,
    near_path,
};
use crate::surface::Surface;

/// Reads requests that no surface took.
pub struct Unrouted {
    /// The paths at which somebody answers.
    doors: fn() -> Vec<String>,
}

impl Unrouted {
    /// A reader of requests that came to none of these paths.
    pub const fn beside(doors: fn() -> Vec<String>) -> Self {
        Self { doors }
    }
}

/// Headers that say how a body travels; nothing of a credential under whatever name.
static HEADERS: List = List::new(&[
    (Class::Stamp, &["content-length"]),
    (Class::Plain, &["accept", "content-type", "host", "sandbox-world"]),
]);

impl LogRenderer for Unrouted {
    fn surface(&self) -> Option<Surface> {
        None
    }

    fn headers(&self) -> &'static List {
        &HEADERS
    }

    fn token<'a>(&self, _: &'a Head) -> Option<&'a str> {
        None
    }

    fn path(&self, path: &str) -> String {
        near_path::words(path)
    }

    fn read(&self, _: &Entry, _: &RedactionContext) -> Reading {
        Reading::default()
    }

    fn doors(&self) -> Vec<String> {
        (self.doors)()
    }

    fn diagnose(&self, entry: &Entry, redaction: &RedactionContext) -> Vec<Diagnosis> {
        near_path::nearest(entry.request.head.path(), &self.doors(), redaction)
    }

    fn operations(&self) -> Vec<&'static str> {
        Vec::new()
    }

    fn entity_types(&self) -> Vec<&'static str> {
        Vec::new()
    }

    fn causes(&self) -> &'static [Cause] {
        &[]
    }

    fn unread(&self) -> Outcome {
        Outcome::Refused
    }
}

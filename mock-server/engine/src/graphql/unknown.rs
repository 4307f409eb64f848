//! Names in a document or in variables that the schema does not have, with those that it has in
//! their place: what a diagnosis looks for the nearest in.

/// Largest number of unknown names that are collected of one request.
const MOST: usize = 5;

/// Longer than any name of a schema is; nothing is near to what is longer.
const LONGEST: usize = 100;

/// A name that the schema does not have.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// `field`, `argument`, `value`, `member` or `type`.
    pub what: &'static str,
    /// As it was written.
    pub name: String,
    /// The type or field that it was looked for in; empty for a type.
    pub of: String,
    /// The names that are there.
    pub known: Vec<String>,
}

/// Those that were met so far; nothing, where nobody asks for them.
#[derive(Default)]
pub(super) struct Unknowns {
    found: Option<Vec<Unknown>>,
}

impl Unknowns {
    /// A collection that is asked for.
    pub(super) fn wanted() -> Self {
        Self { found: Some(Vec::new()) }
    }

    /// Notes one, with the names that are there.
    pub(super) fn note<'k, I>(&mut self, what: &'static str, name: &str, of: &str, known: I)
    where
        I: IntoIterator<Item = &'k String>,
    {
        let Some(found) = self.found.as_mut() else { return };
        let again = || found.iter().any(|one| one.what == what && one.name == name && one.of == of);
        if found.len() >= MOST || name.len() > LONGEST || again() {
            return;
        }
        let known = known.into_iter().cloned().collect();
        found.push(Unknown { what, name: name.to_owned(), of: of.to_owned(), known });
    }

    /// Unknown names that were met.
    pub(super) fn found(self) -> Vec<Unknown> {
        self.found.unwrap_or_default()
    }
}

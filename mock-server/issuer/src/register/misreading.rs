//! Misreadings of GraphQL documents.

use serde::{Deserialize, Serialize};

/// A wrong reading of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misreading {
    /// The first operation of the text runs, whichever is named.
    FirstOperation,
    /// The last operation of the text runs, whichever is named.
    LastOperation,
    /// Results stand under the names of the root fields, whatever their aliases.
    Alias,
    /// Members of results stand under the names of their fields, whatever their aliases.
    InnerAlias,
    /// Fields of named fragments are left out.
    Fragment,
    /// Fields of inline fragments are left out.
    InlineFragment,
    /// `@skip` is overlooked.
    Skip,
    /// `@include` is overlooked.
    Include,
    /// The first operation of the text decides whether the document only asks about the schema.
    ExemptByFirst,
    /// The last operation of the text decides it.
    ExemptByLast,
    /// The operation that is named decides it.
    ExemptByNamed,
    /// Aliases of root fields decide it, not their names.
    ExemptByAlias,
    /// Only root fields without a directive decide it.
    ExemptByUnconditional,
    /// Only root fields outside of inline fragments decide it.
    ExemptBesideInlineFragments,
    /// Only root fields outside of named fragments decide it.
    ExemptBesideFragments,
}

/// Every misreading, as the register writes it.
const WORDS: [(&str, Misreading); 15] = [
    ("operation first", Misreading::FirstOperation),
    ("operation last", Misreading::LastOperation),
    ("alias ignored", Misreading::Alias),
    ("inner-alias ignored", Misreading::InnerAlias),
    ("fragment ignored", Misreading::Fragment),
    ("inline-fragment ignored", Misreading::InlineFragment),
    ("skip ignored", Misreading::Skip),
    ("include ignored", Misreading::Include),
    ("exemption first", Misreading::ExemptByFirst),
    ("exemption last", Misreading::ExemptByLast),
    ("exemption named", Misreading::ExemptByNamed),
    ("exemption alias", Misreading::ExemptByAlias),
    ("exemption unconditional", Misreading::ExemptByUnconditional),
    ("exemption beside-inline-fragments", Misreading::ExemptBesideInlineFragments),
    ("exemption beside-fragments", Misreading::ExemptBesideFragments),
];

impl Misreading {
    /// The misreading of these words.
    pub(super) fn parse(words: &str) -> Option<Self> {
        WORDS.iter().find(|(known, _)| *known == words).map(|(_, one)| *one)
    }
}

//! The one schema of the surface: tables and card operations in one root (PG 15).

use std::sync::LazyLock;

use async_graphql::MergedObject;

use super::{mutations::Mutation, query::CardQuery, reading};
use crate::{
    card_graphql::{self, Words},
    graphql::{Checker, Documents},
    rulebook::Rulebook,
    tables::{PartnerTables, Tables},
};

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub(super) struct Query(Tables<PartnerTables>, CardQuery);

/// The schema with what judges documents before they run.
pub(super) type Executor = card_graphql::Executor<Query, Mutation>;

/// The schema; made once for the process.
pub(super) static EXECUTOR: LazyLock<Executor> =
    LazyLock::new(|| Executor::new(|_| &WORDS, reading::optional));

/// The names of this API in the texts of refusals.
pub(super) static WORDS: Words = Words {
    replace_virtual: "replaceVirtualCard",
    limit_frequency: "CardLimitFrequency",
    amount_too_large: "feeCents is too large",
};

/// The schema under the default readings, in the schema definition language.
pub(super) fn default_sdl() -> &'static str {
    EXECUTOR.default_sdl()
}

/// The judge of documents after they were answered: the schema under the default readings.
pub(super) fn default_judge() -> &'static (Checker, Documents) {
    static RULES: LazyLock<Rulebook> = LazyLock::new(Rulebook::default);
    EXECUTOR.log_judge(&RULES)
}

/// The root fields of the schema: every operation that a document can ask for.
pub(super) fn operations() -> &'static [String] {
    EXECUTOR.operations()
}

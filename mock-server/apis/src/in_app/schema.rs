//! The one schema of the surface (AG 4).

use std::sync::LazyLock;

use async_graphql::MergedObject;

use super::{mutations::Mutation, names, query::CardQuery};
use crate::{
    card_graphql::Executor,
    graphql::{Checker, Documents},
    rulebook::Rulebook,
    tables::{InAppTables, LiveTables, Tables},
};

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub(super) struct Query(Tables<InAppTables>, CardQuery);

/// Everything that can be watched (AG 8.3).
pub(super) type Subscription = LiveTables<InAppTables>;

/// The schema with what judges documents before they run; made once for the process.
pub(super) static EXECUTOR: LazyLock<Executor<Query, Mutation, Subscription>> =
    LazyLock::new(|| Executor::new(names::words_under, names::optional).naming(names::renamed));

/// The schema under the default readings, in the schema definition language.
pub(super) fn default_sdl() -> &'static str {
    EXECUTOR.default_sdl()
}

/// The judge of documents after they were answered: the schema under the default readings, and
/// under the names that it has under these rules.
pub(super) fn log_judge(rules: &Rulebook) -> &'static (Checker, Documents) {
    EXECUTOR.log_judge(rules)
}

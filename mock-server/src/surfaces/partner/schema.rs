//! The one schema of the surface: tables and card operations in one root (PG 15).

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, Schema, ValidationMode};

use super::{mutations::Mutation, query::CardQuery};
use crate::{
    surfaces::graphql::{Checker, Documents},
    tables::Tables,
};

/// The schema.
pub(super) type PartnerSchema = Schema<Query, Mutation, EmptySubscription>;

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub(super) struct Query(Tables, CardQuery);

/// Builds the schema; once for a server.
pub(super) fn build() -> PartnerSchema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .disable_suggestions()
        .validation_mode(ValidationMode::Fast)
        .finish()
}

/// The schema with what judges documents before they run.
#[derive(Clone)]
pub(super) struct Executor {
    pub(super) schema: PartnerSchema,
    pub(super) checker: Arc<Checker>,
    pub(super) documents: Documents,
}

impl Executor {
    pub(super) fn new() -> Self {
        let schema = build();
        let checker = Arc::new(Checker::new(&schema.sdl()));
        Self { schema, checker, documents: Documents::default() }
    }
}

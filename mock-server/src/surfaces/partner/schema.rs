//! The one schema of the surface: tables and card operations in one root (PG 15).

use async_graphql::{EmptySubscription, MergedObject, Schema};

use super::{mutations::Mutation, query::CardQuery};
use crate::{surfaces::graphql::GatewayWording, tables::Tables};

/// The schema.
pub(super) type PartnerSchema = Schema<Query, Mutation, EmptySubscription>;

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub(super) struct Query(Tables, CardQuery);

/// Builds the schema; once for a server.
pub(super) fn build() -> PartnerSchema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .disable_suggestions()
        .limit_recursive_depth(DEEPEST)
        .extension(GatewayWording)
        .finish()
}

/// Deeper documents are refused; the deepest that the schema makes sense of is far below.
const DEEPEST: usize = 64;

//! The one schema of the surface: tables and card operations in one root (PG 15).

use std::sync::{Arc, LazyLock, OnceLock};

use async_graphql::{EmptySubscription, MergedObject, SDLExportOptions, Schema, ValidationMode};

use super::{
    mutations::Mutation,
    query::CardQuery,
    reading::{SCHEMAS, left_out, schema_of},
};
use crate::{
    rulebook::Rulebook,
    surfaces::graphql::{self, Checker, Documents},
    tables::Tables,
};

/// The schema.
pub(super) type PartnerSchema = Schema<Query, Mutation, EmptySubscription>;

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub(super) struct Query(Tables, CardQuery);

/// The schema; built once for the whole process, because it depends on nothing.
pub(super) fn build() -> PartnerSchema {
    static SCHEMA: LazyLock<PartnerSchema> = LazyLock::new(|| {
        Schema::build(Query::default(), Mutation::default(), EmptySubscription)
            .disable_suggestions()
            .validation_mode(ValidationMode::Fast)
            .finish()
    });
    SCHEMA.clone()
}

/// The schema with what judges documents before they run.
#[derive(Clone)]
pub(super) struct Executor {
    pub(super) schema: PartnerSchema,
    judges: Arc<[OnceLock<Judge>; SCHEMAS]>,
}

/// What judges documents under some readings.
pub(super) struct Judge {
    pub(super) checker: Checker,
    pub(super) documents: Documents,
}

impl Executor {
    pub(super) fn new() -> Self {
        Self { schema: build(), judges: Arc::default() }
    }

    /// The judge under these rules; made when it is first asked for.
    pub(super) fn judge(&self, rules: &Rulebook) -> &Judge {
        self.judges[schema_of(rules)].get_or_init(|| Judge {
            checker: Checker::new(&sdl(&self.schema, rules)),
            documents: Documents::default(),
        })
    }
}

/// The schema under the default readings, in the schema definition language.
pub(super) fn default_sdl() -> &'static str {
    static SDL: LazyLock<String> = LazyLock::new(|| sdl(&build(), &Rulebook::default()));
    &SDL
}

/// The schema as these rules show it, in the schema definition language.
pub(super) fn sdl(schema: &PartnerSchema, rules: &Rulebook) -> String {
    let readable =
        SDLExportOptions::new().prefer_single_line_descriptions().use_space_ident().indent_width(2);
    graphql::without(&schema.sdl_with_options(readable), &left_out(rules))
}

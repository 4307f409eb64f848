//! The one schema of the surface: tables and card operations in one root (PG 15).

use std::{
    pin::pin,
    sync::{Arc, LazyLock, OnceLock},
    task::{Context, Poll, Waker},
};

use async_graphql::{
    EmptySubscription, MergedObject, Request, SDLExportOptions, Schema, ValidationMode,
    parser::{
        parse_schema,
        types::{TypeKind, TypeSystemDefinition},
    },
};
use serde_json::Value;

use super::{
    mutations::Mutation,
    query::CardQuery,
    reading::{LeftOut, SCHEMAS, left_out, schema_of},
};
use crate::{
    graphql::{self, Checker, Documents, EVERYTHING, Model},
    rulebook::Rulebook,
    tables::{PartnerTables, Tables},
};

/// The schema.
pub(super) type PartnerSchema = Schema<Query, Mutation, EmptySubscription>;

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub(super) struct Query(Tables<PartnerTables>, CardQuery);

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

/// Checker of documents under one combination of readings.
pub(super) struct Judge {
    pub(super) checker: Checker,
    pub(super) documents: Documents,
    model: OnceLock<Model>,
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
            model: OnceLock::new(),
        })
    }

    /// Everything that introspection shows under these rules; made when it is first asked for.
    pub(super) fn model(&self, rules: &Rulebook) -> &Model {
        self.judge(rules).model.get_or_init(|| Model::new(&everything(&self.schema, rules)))
    }
}

/// The schema under the default readings, in the schema definition language.
pub(super) fn default_sdl() -> &'static str {
    static SDL: LazyLock<String> = LazyLock::new(|| sdl(&build(), &Rulebook::default()));
    &SDL
}

/// The judge of documents after they were answered: the schema under the default readings.
pub(super) fn default_judge() -> &'static (Checker, Documents) {
    static JUDGE: LazyLock<(Checker, Documents)> =
        LazyLock::new(|| (Checker::new(default_sdl()), Documents::default()));
    &JUDGE
}

/// The root fields of the schema: every operation that a document can ask for.
pub(super) fn operations() -> &'static [String] {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let document = parse_schema(default_sdl()).expect("the schema can be read");
        let types = document.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(found) => Some(found.node),
            TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
        });
        let roots = types.filter(|found| ["Query", "Mutation"].contains(&found.name.node.as_str()));
        let fields = roots.flat_map(|root| match root.kind {
            TypeKind::Object(object) => object.fields,
            _ => Vec::new(),
        });
        fields.map(|field| field.node.name.node.to_string()).collect()
    });
    &NAMES
}

/// Answer of the executing library to a question for the whole schema, under these rules.
fn everything(schema: &PartnerSchema, rules: &Rulebook) -> Value {
    let request = Request::new(EVERYTHING).data(LeftOut(left_out(rules)));
    let mut execution = pin!(schema.execute(request));
    // Nothing in it waits for anything; where it pauses, it is asked again.
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(response) = execution.as_mut().poll(&mut context) {
            return response.data.into_json().expect("introspection is JSON");
        }
    }
}

/// The schema as these rules show it, in the schema definition language.
pub(super) fn sdl(schema: &PartnerSchema, rules: &Rulebook) -> String {
    let readable =
        SDLExportOptions::new().prefer_single_line_descriptions().use_space_ident().indent_width(2);
    graphql::without(&schema.sdl_with_options(readable), &left_out(rules))
}

//! Parameters of operations: in the path, of lists, and the key of a repeated call.

use utoipa::openapi::{
    Required,
    path::{Parameter, ParameterBuilder, ParameterIn},
    schema::{ObjectBuilder, SchemaType, Type},
};

use super::{super::endpoint::Filter, text};
use crate::rulebook::Rulebook;

pub(super) fn reference() -> Parameter {
    ParameterBuilder::new()
        .name("reference")
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(text()))
        .build()
}

pub(super) fn filter(filter: &Filter) -> Parameter {
    let words = Some(filter.words).filter(|words| !words.is_empty());
    let schema = match (words, filter.name) {
        (Some(words), _) => text().enum_values(Some(words.iter().copied())),
        (None, "currency") => text().pattern(Some("^[A-Z]{3}$")),
        (None, _) => text(),
    };
    query_parameter(filter.name, schema)
}

pub(super) fn paging() -> [Parameter; 2] {
    let rules = Rulebook::default().mc.page;
    let limit = ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer));
    let limit = limit.minimum(Some(1)).maximum(usize::try_from(rules.max_limit).ok());
    let limit = limit.default(Some(rules.default_limit.into()));
    [query_parameter("limit", limit), query_parameter("cursor", text())]
}

fn query_parameter(name: &str, schema: ObjectBuilder) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .schema(Some(schema))
        .build()
}

pub(super) fn idempotency_key() -> Parameter {
    let key = text().pattern(Some("^[!-~]+$")).min_length(Some(1)).max_length(Some(255));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "The same key with the same body answers the first success again, with \
             `Idempotent-Replayed: true` and without another effect.",
        ))
        .schema(Some(key))
        .build()
}

//! The OpenAPI document of the surface.

mod errors;
mod parameters;

use std::{collections::BTreeMap, sync::LazyLock};

use axum::http::StatusCode;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, Content, Header, Info, OpenApi, PathItem, Paths, Ref, RefOr, Required,
        Response, ResponseBuilder, Responses, SecurityRequirement,
        path::{HttpMethod, Operation, OperationBuilder},
        request_body::{RequestBody, RequestBodyBuilder},
        schema::{
            AdditionalProperties, ComponentsBuilder, ObjectBuilder, Schema, SchemaType, Type,
        },
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use self::{
    errors::{ErrorBody, ErrorDetails, error, usual},
    parameters::{filter, idempotency_key, paging, reference},
};
use super::{
    endpoint::{Endpoint, Realm},
    endpoints::ENDPOINTS,
};
use crate::{
    error_code::ErrorCode,
    rest_document::{Shape, without_classes},
};

const ABOUT: &str = "\
Users log in at `/api/v1/token/` and call the rest with `Authorization: Bearer <access>`. Amounts are \
decimal texts with the decimals of their currency; times are RFC 3339 in UTC with milliseconds. Every \
error has `detail`, which is for people, and `code`, which is for programs. A declined authorization \
is an object with status `declined`, not an error.

HEAD is served where GET is. The headers `RateLimit-*` are those of the IETF draft \"RateLimit header \
fields for HTTP\" up to its version 06.

The document shows the readings and rules that a world is born with.";

const JSON: &str = "application/json";

/// The document.
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(|| without_classes(classified().clone()));
    &DOCUMENT
}

/// The document in which every text says its class in the log (SB 9.2), which nobody else sees.
pub(super) fn classified() -> &'static Value {
    static DOCUMENT: LazyLock<Value> =
        LazyLock::new(|| serde_json::to_value(built()).unwrap_or_default());
    &DOCUMENT
}

fn built() -> OpenApi {
    let mut info = Info::new("Managed cards API", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    let mut paths = Paths::new();
    for endpoint in &ENDPOINTS {
        let verb = if endpoint.is_get() { HttpMethod::Get } else { HttpMethod::Post };
        let item = PathItem::new(verb, operation(endpoint));
        match paths.paths.get_mut(endpoint.path) {
            Some(known) => known.merge_operations(item),
            None => {
                paths.paths.insert(endpoint.path.to_owned(), item);
            }
        }
    }
    let mut document = OpenApi::new(info, paths);
    document.components = Some(components());
    document
}

fn components() -> Components {
    let mut named = vec![
        (ErrorBody::name().into_owned(), ErrorBody::schema()),
        (ErrorDetails::name().into_owned(), ErrorDetails::schema()),
    ];
    ErrorBody::schemas(&mut named);
    ErrorDetails::schemas(&mut named);
    for endpoint in &ENDPOINTS {
        if let Some(body) = &endpoint.body {
            named.extend(parts(body).into_iter().map(|(name, schema)| (name, closed(schema))));
        }
        named.extend(parts(&endpoint.answer));
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let session = ApiKeyValue::with_description("sessionid", "The session of the staff.");
    ComponentsBuilder::new()
        .schemas_from_iter(named)
        .security_scheme("user", SecurityScheme::Http(bearer))
        .security_scheme("staff", SecurityScheme::ApiKey(ApiKey::Cookie(session)))
        .build()
}

/// A schema and what it needs, by name.
fn parts(shape: &Shape) -> Vec<(String, RefOr<Schema>)> {
    let mut named = vec![(name(shape), (shape.schema)())];
    (shape.needs)(&mut named);
    named
}

/// The schema of a body without members that nobody reads, which are refused (MC 4.1).
fn closed(mut schema: RefOr<Schema>) -> RefOr<Schema> {
    if let RefOr::T(Schema::Object(object)) = &mut schema
        && object.schema_type == SchemaType::new(Type::Object)
        && object.additional_properties.is_none()
    {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
    schema
}

fn name(shape: &Shape) -> String {
    (shape.name)().into_owned()
}

fn operation(endpoint: &Endpoint) -> Operation {
    let tag = endpoint.name.split('.').next().unwrap_or_default().to_owned();
    let mut operation = OperationBuilder::new()
        .operation_id(Some(endpoint.name.replace('.', "_")))
        .tag(tag)
        .summary(Some(endpoint.summary))
        .responses(responses(endpoint));
    if let Some(body) = &endpoint.body {
        operation = operation.request_body(Some(request(endpoint, body)));
    }
    if endpoint.has_reference() {
        operation = operation.parameter(reference());
    }
    if let Some(filters) = endpoint.filters {
        for parameter in filters.iter().map(filter).chain(paging()) {
            operation = operation.parameter(parameter);
        }
    }
    let none: [&str; 0] = [];
    match endpoint.realm {
        Realm::Public => {}
        Realm::Staff => {
            operation = operation.security(SecurityRequirement::new("staff", none));
        }
        Realm::User => {
            operation = operation.security(SecurityRequirement::new("user", none));
            if !endpoint.is_get() {
                operation = operation.parameter(idempotency_key());
            }
        }
    }
    operation.build()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn request(endpoint: &Endpoint, body: &Shape) -> RequestBody {
    let required = if endpoint.is_body_optional { Required::False } else { Required::True };
    RequestBodyBuilder::new()
        .required(Some(required))
        .content(JSON, Content::new(Some(Ref::from_schema_name(name(body)))))
        .build()
}

fn responses(endpoint: &Endpoint) -> Responses {
    let mut responses = Responses::new();
    let body = Ref::from_schema_name(name(&endpoint.answer));
    let done = with_headers(response("Done.", body), endpoint);
    responses.responses.insert(endpoint.success.to_string(), done.into());
    let mut by_status = BTreeMap::<StatusCode, Vec<Value>>::new();
    for code in endpoint.refusals.iter().copied().chain(usual(endpoint)) {
        let all = by_status.entry(code.status()).or_default();
        if !all.contains(&code.word().into()) {
            all.push(code.word().into());
        }
    }
    for (status, codes) in by_status {
        let refused = with_headers(response("Refused.", error(codes)), endpoint);
        responses.responses.insert(status.as_str().to_owned(), refused.into());
    }
    responses
}

fn response(about: &str, schema: impl Into<RefOr<Schema>>) -> Response {
    let content = Content::new(Some(schema));
    ResponseBuilder::new().description(about).content(JSON, content).build()
}

/// The headers that answers have.
fn with_headers(mut response: Response, endpoint: &Endpoint) -> Response {
    let header = |schema: ObjectBuilder| RefOr::T(Header::new(schema));
    response
        .headers
        .insert("X-Request-Id".to_owned(), header(text().pattern(Some("^req_[0-9a-f]{24}$"))));
    if endpoint.realm == Realm::User {
        for name in ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"] {
            let number = ObjectBuilder::new().schema_type(SchemaType::new(Type::Integer));
            response.headers.insert(name.to_owned(), header(number));
        }
    }
    response
}

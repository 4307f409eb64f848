//! The OpenAPI document of the surface: what is inside the envelopes.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::http::StatusCode;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Components, Content, Info, OpenApi, PathItem, Paths, Ref, RefOr, Required, Response,
        ResponseBuilder, Responses,
        path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::{RequestBody, RequestBodyBuilder},
        schema::{
            AllOfBuilder, AnyOfBuilder, ComponentsBuilder, Object, ObjectBuilder, OneOfBuilder,
            Schema, Type,
        },
        security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme},
    },
};

use super::{
    PATH,
    endpoints::{ENDPOINTS, Endpoint},
    refusal::RequestError,
    requests::Stamp,
    slugs::Slug,
};
use crate::{
    error_code::ErrorCode,
    gate::Content as Written,
    log::Class,
    rest_document::{Shape, class, without_classes},
    rulebook::Rulebook,
};

const ABOUT: &str = "\
Every operation is a `POST` whose body is `{\"encrypted\": \"<base64>\"}`: the standard base64, \
with padding, of the byte 0x02, 24 random bytes of nonce, and the NaCl secretbox \
(XSalsa20-Poly1305) of a JSON object. Its key is the SHA-256 of the api secret that belongs to \
the `API-KEY`. Answers and standard errors are sealed in the same way, and the HTTP status stays \
readable.

This document shows what is inside: request bodies, success bodies and `StandardError` are never \
on the wire as they stand here, but inside an `Envelope`. Only a `PlainFailure` is in clear: who \
fails before the envelope is open, or repeats a request, is answered without one.

Fields stand at the root of the payload, beside `request_timestamp`. Null counts as absent, and \
unknown members are ignored.

It shows the readings and rules that a world is born with.";

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
    let mut info = Info::new("Encrypted-envelope card API", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    let mut paths = Paths::new();
    for endpoint in &ENDPOINTS {
        let item = PathItem::new(HttpMethod::Post, operation(endpoint));
        paths.paths.insert(format!("{PATH}{}", endpoint.path), item);
    }
    let mut document = OpenApi::new(info, paths);
    document.components = Some(components());
    document.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("API-KEY", [])]);
    document
}

fn components() -> Components {
    let mut named = vec![
        (Envelope::name().into_owned(), Envelope::schema()),
        (Success::name().into_owned(), Success::schema()),
        (StandardError::name().into_owned(), StandardError::schema()),
        (PlainFailure::name().into_owned(), PlainFailure::schema()),
        (Stamp::name().into_owned(), Stamp::schema()),
    ];
    Stamp::schemas(&mut named);
    for endpoint in &ENDPOINTS {
        for shape in endpoint.fields.iter().chain([&endpoint.answer]) {
            named.push(((shape.name)().into_owned(), (shape.schema)()));
            (shape.needs)(&mut named);
        }
    }
    let mut responses = Vec::new();
    for (status, texts) in plain_failures() {
        let failure = Ref::from_schema_name(PlainFailure::name());
        let failure = AllOfBuilder::new().item(failure).item(one_of("error", Class::Said, texts));
        named.push((name_of(status), failure.into()));
        let schema = Ref::from_schema_name(name_of(status));
        responses.push((name_of(status), response("Refused in clear.", schema)));
    }
    let key = ApiKeyValue::with_description("API-KEY", "Whose secret seals the bodies.");
    ComponentsBuilder::new()
        .schemas_from_iter(named)
        .responses_from_iter(responses)
        .security_scheme("API-KEY", SecurityScheme::ApiKey(ApiKey::Header(key)))
        .build()
}

/// Envelope, the form of requests and of most answers on the wire.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape, never built")]
struct Envelope {
    /// base64( 0x02 || nonce || box )
    #[schema(content_encoding = "base64", min_length = 56, extensions(("x-class" = json!("sealed"))))]
    encrypted: String,
}

/// An error inside an envelope.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape, never built")]
struct StandardError {
    #[schema(schema_with = no)]
    success: bool,
    /// For people.
    #[schema(extensions(("x-class" = json!("said"))))]
    error: String,
    /// For programs.
    #[schema(extensions(("x-class" = json!("plain"))))]
    error_slug: String,
}

/// Members of every successful answer, beside those of the operation.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape, never built")]
struct Success {
    #[schema(schema_with = yes)]
    success: bool,
}

fn no() -> Object {
    ObjectBuilder::new().schema_type(Type::Boolean).enum_values(Some([false])).build()
}

fn yes() -> Object {
    ObjectBuilder::new().schema_type(Type::Boolean).enum_values(Some([true])).build()
}

/// A failure in clear.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape, never built")]
struct PlainFailure {
    #[schema(extensions(("x-class" = json!("said"))))]
    error: String,
}

fn operation(endpoint: &Endpoint) -> Operation {
    let id = endpoint.path.trim_start_matches('/').replace('/', "_");
    let tag = id.split('_').next().unwrap_or_default().to_owned();
    let needs_key = Rulebook::default().er.idem.required_on.iter().any(|at| at == endpoint.path);
    let operation = OperationBuilder::new()
        .operation_id(Some(id))
        .tag(tag)
        .summary(Some(endpoint.summary))
        .request_body(Some(request(endpoint)))
        .responses(responses(endpoint));
    if needs_key { operation.parameter(idempotency_key()).build() } else { operation.build() }
}

fn idempotency_key() -> Parameter {
    let most = usize::try_from(Rulebook::default().er.idem.max_length).ok();
    let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some(
            "The same key with the same fields answers the order that it made, without a second \
             charge. A retry needs a new `request_timestamp`.",
        ))
        .schema(Some(text.min_length(Some(1)).max_length(most)))
        .build()
}

/// The payload of a request: its stamp, and its fields.
fn request(endpoint: &Endpoint) -> RequestBody {
    let mut all = AllOfBuilder::new().item(Ref::from_schema_name(Stamp::name()));
    if let Some(fields) = &endpoint.fields {
        all = all.item(named(fields));
    }
    if let Some(names) = endpoint.either {
        let either = |any: AnyOfBuilder, name| any.item(ObjectBuilder::new().required(name));
        all = all.item(names.into_iter().fold(AnyOfBuilder::new(), either));
    }
    RequestBodyBuilder::new()
        .description(Some("Sealed."))
        .required(Some(Required::True))
        .content(JSON, Content::new(Some(RefOr::from(all))))
        .build()
}

fn named(shape: &Shape) -> Ref {
    Ref::from_schema_name((shape.name)())
}

fn responses(endpoint: &Endpoint) -> Responses {
    let success = Ref::from_schema_name(Success::name());
    let body = AllOfBuilder::new().item(success).item(named(&endpoint.answer));
    let mut responses = Responses::new();
    responses.responses.insert("200".to_owned(), response("Done. Sealed.", body).into());
    let (mut sealed, plain) = (standard_errors(endpoint), plain_failures());
    for status in plain.keys() {
        sealed.entry(*status).or_default();
    }
    for (status, slugs) in sealed {
        let in_clear = plain.contains_key(&status);
        let answer = match (slugs.is_empty(), in_clear) {
            (true, _) => Ref::from_response_name(name_of(status)).into(),
            (false, false) => response("Refused. Sealed.", standard_error(slugs)).into(),
            (false, true) => {
                let failure = Ref::from_schema_name(name_of(status));
                let either = OneOfBuilder::new().item(standard_error(slugs)).item(failure);
                let about = "Refused: a standard error sealed, or a plain failure in clear.";
                response(about, either).into()
            }
        };
        responses.responses.insert(status.as_str().to_owned(), answer);
    }
    responses
}

fn response(about: &str, schema: impl Into<RefOr<Schema>>) -> Response {
    let content = Content::new(Some(schema));
    ResponseBuilder::new().description(about).content(JSON, content).build()
}

/// The slugs that an operation can be refused with, by status.
fn standard_errors(endpoint: &Endpoint) -> BTreeMap<StatusCode, Vec<Value>> {
    let mut all = BTreeMap::<_, Vec<_>>::new();
    let fields = endpoint.fields.as_ref().map(|_| Slug::InvalidRequest);
    let known = fields.into_iter().chain(endpoint.refusals.iter().copied());
    for slug in known.chain([Slug::InternalError]) {
        all.entry(slug.status()).or_default().push(slug.word().into());
    }
    all
}

fn standard_error(slugs: Vec<Value>) -> AllOfBuilder {
    let error = Ref::from_schema_name(StandardError::name());
    AllOfBuilder::new().item(error).item(one_of("error_slug", Class::Plain, slugs))
}

/// The texts of failures in clear, by status. Every operation has them all.
fn plain_failures() -> BTreeMap<StatusCode, Vec<Value>> {
    let mut all = BTreeMap::<_, Vec<_>>::new();
    for refused in RequestError::in_clear() {
        let answer = refused.answer(&Rulebook::default());
        if let Written::Json(body) = answer.content {
            all.entry(answer.status).or_default().push(body["error"].clone());
        }
    }
    all
}

/// The name of the failures in clear of a status.
fn name_of(status: StatusCode) -> String {
    format!("PlainFailure{}", status.as_str())
}

/// An object whose member has one of these values, which are of a class.
fn one_of(name: &str, class: Class, values: Vec<Value>) -> ObjectBuilder {
    let value = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values));
    let value = value.extensions(Some(self::class(class)));
    ObjectBuilder::new().property(name, value).required(name)
}

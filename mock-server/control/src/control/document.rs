//! The OpenAPI document of the control plane, and what else follows from the declarations of its
//! routes: the index of doors, and the members that the front lets in (SB 16, 25).

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Content, OpenApi, PathItem, Ref, RefOr, Required, Response, ResponseBuilder, Schema,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        schema::{ObjectBuilder, Type},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use super::{ROOT, catalogue::CATALOGUES, ops, problem::ProblemBody};

/// The members that a route with a method takes.
struct Door {
    /// The names of its query parameters.
    query: Vec<String>,
    /// Whether it takes a body.
    has_body: bool,
}

/// The routes as they are described to clients.
pub(super) struct Description {
    /// The OpenAPI document.
    pub(super) document: Value,
    /// Every route with its methods and query parameters.
    pub(super) doors: Vec<Value>,
    /// Every path below [`ROOT`] with every method.
    members: BTreeMap<(String, &'static str), Door>,
}

impl Description {
    /// The description of routes as they are declared.
    pub(super) fn of(declared: OpenApi) -> Self {
        let api = completed(declared);
        let mut members = BTreeMap::new();
        for (path, item) in &api.paths.paths {
            let path = path.strip_prefix(ROOT).unwrap_or(path);
            for (method, operation) in operations(item) {
                let door =
                    Door { query: query_of(operation), has_body: operation.request_body.is_some() };
                members.insert((path.to_owned(), method), door);
            }
        }
        let document = serde_json::to_value(&api).unwrap_or_default();
        Self { document, doors: doors(&api), members }
    }

    /// The query parameters that a route knows, whose path is given as it stands below [`ROOT`].
    pub(super) fn query_parameters(&self, method: &Method, path: &str) -> &[String] {
        self.door(method, path).map_or(&[], |door| &door.query)
    }

    /// Whether a route takes a body. One that does not exist answers for itself.
    pub(super) fn takes_body(&self, method: &Method, path: &str) -> bool {
        self.door(method, path).is_none_or(|door| door.has_body)
    }

    fn door(&self, method: &Method, path: &str) -> Option<&Door> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let mut all = self.members.iter();
        all.find(|((known, verb), _)| known == path && verb == method).map(|(_, door)| door)
    }
}

fn doors(api: &OpenApi) -> Vec<Value> {
    let row = |(path, item): (&String, &PathItem)| {
        let methods: Vec<_> = operations(item).map(|(method, _)| method).collect();
        let mut row = json!({ "path": path, "methods": methods });
        let mut parameters: Vec<String> = Vec::new();
        for name in operations(item).flat_map(|(_, operation)| query_of(operation)) {
            if !parameters.contains(&name) {
                parameters.push(name);
            }
        }
        if !parameters.is_empty() {
            row["parameters"] = json!(parameters);
        }
        if path.contains("/catalog/") {
            row["names"] = json!(CATALOGUES);
        }
        row
    };
    api.paths.paths.iter().map(row).collect()
}

fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("PUT", &item.put),
        ("POST", &item.post),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn query_of(operation: &Operation) -> Vec<String> {
    let all = operation.parameters.iter().flatten().filter_map(|one| match one {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    let query = all.filter(|one| matches!(one.parameter_in, ParameterIn::Query));
    query.map(|one| one.name.clone()).collect()
}

/// Adds to the document what every route has in common, so that no declaration repeats it.
fn completed(mut api: OpenApi) -> OpenApi {
    api.info.title = "Sandbox control plane".to_owned();
    api.info.version = env!("CARGO_PKG_VERSION").to_owned();
    api.info.description = Some(
        "Plays the back office, moves time, sets rules and orders failures. A mistake in a request \
         is refused with its place and the nearest valid choice, and nothing is done."
            .to_owned(),
    );
    let mut named = Vec::new();
    let op = ops::body(&mut named);
    ProblemBody::schemas(&mut named);
    named.push((ProblemBody::name().into_owned(), ProblemBody::schema()));
    // Items of pages that have no type of their own.
    named.push((Value::name().into_owned(), Value::schema()));
    let components = api.components.get_or_insert_with(Default::default);
    components.schemas.extend(named);
    components.add_security_scheme(
        "control-token",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
    );
    api.security = Some(vec![
        SecurityRequirement::default(),
        SecurityRequirement::new::<_, [&str; 0], &str>("control-token", []),
    ]);
    let paths = std::mem::take(&mut api.paths.paths);
    for (path, mut item) in paths {
        let slots = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in slots {
            if let Some(operation) = operation {
                complete(operation, method, &path, &op);
            }
        }
        let path = format!("{ROOT}{}", path.trim_end_matches('/'));
        api.paths.paths.insert(path, item);
    }
    api
}

fn complete(operation: &mut Operation, method: &str, path: &str, op: &RefOr<Schema>) {
    operation.operation_id = Some(operation_id(method, path));
    operation.tags = None;
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path: Vec<_> = names.map(|name| RefOr::T(path_parameter(name))).collect();
    let query = operation.parameters.take().unwrap_or_default();
    let all: Vec<_> = in_path.into_iter().chain(query).collect();
    operation.parameters = Some(all).filter(|all| !all.is_empty());
    if path.ends_with("/ops/{op}") {
        let body = Content::new(Some(op.clone()));
        operation.request_body =
            Some(RequestBodyBuilder::new().content("application/json", body).build().into());
    }
    let problem = Content::new(Some(Ref::from_schema_name(ProblemBody::name())));
    let refused: Response = ResponseBuilder::new()
        .description("Refused; nothing was done.")
        .content("application/problem+json", problem)
        .build();
    operation.responses.responses.insert("default".to_owned(), refused.into());
}

/// The id of an operation: its method in lower case and the words of its path, `get_worlds_world_clock`.
pub(super) fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(['/', '{', '}']).filter(|word| !word.is_empty());
    [method].into_iter().chain(words).collect::<Vec<_>>().join("_")
}

fn path_parameter(name: &str) -> Parameter {
    let (about, choices): (_, Vec<&str>) = match name {
        "world" => ("The id of a world.", Vec::new()),
        "op" => ("The name of an op.", ops::OPS.iter().map(|op| op.name).collect()),
        "name" => ("The name of a catalogue.", CATALOGUES.to_vec()),
        "surface" => ("The code of a surface.", Vec::new()),
        "fault" => ("The id of a fault, as `f-1`.", Vec::new()),
        "id" => ("The id of a receiver, as `h-1`, or of a delivery, as `d-1`.", Vec::new()),
        _ => ("The number of a request.", Vec::new()),
    };
    let choices = Some(choices).filter(|choices| !choices.is_empty());
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .description(Some(about))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).enum_values(choices).build()))
        .build()
}

//! Does a document fit the schema? The rules of graphql-js, in its words.

use super::meta;
use graphql_tools::{
    parser::{parse_query, parse_schema},
    static_graphql::schema::{Definition, Document, TypeDefinition},
    validation::{
        rules::default_rules_validation_plan,
        utils::ValidationError,
        validate::{ValidationPlan, validate},
    },
};

/// What every schema has besides what it says of itself.
const INTROSPECTION: &str = include_str!("introspection.graphql");

/// A schema to check documents and variables against.
pub struct Checker {
    pub(super) schema: Document,
    plan: ValidationPlan,
}

impl Checker {
    /// A checker for a schema in the schema definition language.
    pub fn new(sdl: &str) -> Self {
        let root = "type Query {";
        let fields = "__schema: __Schema! __type(name: String!): __Type";
        let whole = sdl.replacen(root, &format!("{root} {fields}"), 1) + INTROSPECTION;
        let schema = parse_schema(&whole).expect("the schema of a surface is well formed");
        Self { schema: schema.into_static(), plan: default_rules_validation_plan() }
    }

    /// Everything that is wrong with a document that parses, in order.
    pub fn errors(&self, document: &str) -> Vec<String> {
        if let Some(number) = too_large(document) {
            return vec![format!("Int cannot represent non 32-bit signed integer value: {number}")];
        }
        match parse_query::<String>(document) {
            Ok(parsed) => {
                let parsed = parsed.into_static();
                let errors = validate(&self.schema, &parsed, &self.plan).into_iter();
                let errors = in_order(document, errors.filter(|error| self.counts(error)));
                let meta = meta::faults(&self.schema, &parsed);
                errors.into_iter().map(worded).chain(meta).take(MOST_ERRORS).collect()
            }
            Err(error) => vec![error.to_string()],
        }
    }
}

impl Checker {
    /// Fields of a type that has none are the fault of the selection around them, which is said.
    fn counts(&self, error: &ValidationError) -> bool {
        let mut quoted = error.message.rsplit('"').skip(1);
        error.error_code != "FieldsOnCorrectType"
            || !matches!(
                quoted.next().and_then(|name| self.schema.type_by_name(name)),
                None | Some(TypeDefinition::Scalar(_) | TypeDefinition::Enum(_))
            )
    }
}

/// As many errors as are told of one document.
const MOST_ERRORS: usize = 100;

/// Rules whose errors the library keeps in hash maps.
const KEPT_IN_MAPS: [&str; 3] = ["NoUnusedVariables", "NoUndefinedVariables", "NoUnusedFragments"];

/// Errors by rule, and by place within a rule.
fn in_order(document: &str, errors: impl Iterator<Item = ValidationError>) -> Vec<ValidationError> {
    let mut errors: Vec<_> = errors.collect();
    let rules: Vec<_> = errors.iter().map(|error| error.error_code).collect();
    errors.sort_by_cached_key(|error| {
        let rule = rules.iter().position(|rule| *rule == error.error_code);
        let place = error.locations.first().map(|place| (place.line, place.column));
        let name =
            error.message.split('"').nth(1).filter(|_| KEPT_IN_MAPS.contains(&error.error_code));
        let named = name.map(|name| (document.find(name), error.message.clone()));
        (rule, place, named)
    });
    errors
}

/// A schema without some members of its types, each named by type and member.
pub fn without(sdl: &str, left_out: &[(&str, &str)]) -> String {
    let schema = parse_schema(sdl).expect("the schema of a surface is well formed");
    let mut schema: Document = schema.into_static();
    for definition in &mut schema.definitions {
        let Definition::TypeDefinition(definition) = definition else { continue };
        let stays = |of: &str, member: &str| !left_out.contains(&(of, member));
        match definition {
            TypeDefinition::Enum(of) => of.values.retain(|one| stays(&of.name, &one.name)),
            TypeDefinition::Object(of) => of.fields.retain(|one| stays(&of.name, &one.name)),
            _ => {}
        }
    }
    schema.to_string()
}

/// A whole number that no integer type of ours holds.
fn too_large(document: &str) -> Option<&str> {
    let outside = document.split('"').step_by(2);
    outside
        .flat_map(|part| part.split(|letter: char| !letter.is_ascii_digit() && letter != '-'))
        .find(|word| word.len() > 18 && word.parse::<i64>().is_err())
}

/// The library's words where they differ from those of graphql-js.
fn worded(error: ValidationError) -> String {
    let message = error.message;
    match error.error_code {
        "ValuesOfCorrectType" => value_worded(&message).unwrap_or(message),
        "UniqueVariableNames" => message.replace("can only be one", "can be only one"),
        "UniqueDirectivesPerLocation" => match message.split('"').nth(1) {
            Some(name) => format!(
                "The directive \"@{}\" can only be used once at this location.",
                name.trim_start_matches('@')
            ),
            None => message,
        },
        "KnownDirectives" if !message.ends_with('.') => message + ".",
        _ => message,
    }
}

fn value_worded(message: &str) -> Option<String> {
    if message.starts_with("Enum ") || message.ends_with("found null") {
        return Some(format!("{}.", message.trim_end_matches('.')));
    }
    let rest = message.strip_prefix("Expected value of type \"")?;
    let (of, found) = rest.split_once("\", found ")?;
    let found = found.strip_suffix('.')?;
    Some(format!("{of} cannot represent {} value: {found}", cannot(of)?))
}

/// What a built-in scalar cannot represent.
pub(super) fn cannot(scalar: &str) -> Option<&'static str> {
    Some(match scalar {
        "Int" => "non-integer",
        "Float" => "non numeric",
        "String" => "a non string",
        "Boolean" => "a non boolean",
        "ID" => "a non-string and non-integer",
        _ => return None,
    })
}

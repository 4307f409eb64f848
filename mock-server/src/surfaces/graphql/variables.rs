//! Do the variables of a request fit their types? (graphql-js, `coerceInputValue`)

use async_graphql::{
    Variables,
    parser::types::{BaseType, OperationDefinition, Type as Written},
};
use graphql_tools::static_graphql::schema::{Type, TypeDefinition};
use serde_json::Value;

use super::{
    inspect::inspect,
    validation::{Checker, cannot},
};

impl Checker {
    /// What graphql-js says of the first variable that does not fit; values are those that were
    /// given, and absent ones with a default or a nullable type do.
    pub fn misfit(&self, operation: &OperationDefinition, given: &Variables) -> Option<String> {
        operation.variable_definitions.iter().find_map(|definition| {
            let definition = &definition.node;
            let (name, of) = (definition.name.node.as_str(), &definition.var_type.node);
            let value = given.get(&definition.name.node);
            let value = value.and_then(|value| value.clone().into_json().ok());
            match value {
                None if of.nullable || definition.default_value.is_some() => None,
                None => Some(format!(
                    "Variable \"${name}\" of required type \"{of}\" was not provided."
                )),
                Some(Value::Null) if !of.nullable => Some(format!(
                    "Variable \"${name}\" of non-null type \"{of}\" must not be null."
                )),
                Some(value) => {
                    let fault = self.fault(&converted(of), &value, "")?;
                    let place = match fault.path.as_str() {
                        "" => String::new(),
                        path => format!(" at \"{name}{path}\""),
                    };
                    Some(format!(
                        "Variable \"${name}\" got invalid value {}{place}; {}",
                        inspect(&fault.value),
                        fault.what
                    ))
                }
            }
        })
    }

    fn fault(&self, of: &Type, value: &Value, path: &str) -> Option<Fault> {
        let fault =
            |what: String| Some(Fault { path: path.to_owned(), value: value.clone(), what });
        match of {
            Type::NonNullType(_) if value.is_null() => {
                fault(format!("Expected non-nullable type \"{of}\" not to be null."))
            }
            Type::NonNullType(inner) => self.fault(inner, value, path),
            _ if value.is_null() => None,
            Type::ListType(inner) => match value {
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .find_map(|(index, item)| self.fault(inner, item, &format!("{path}[{index}]"))),
                single => self.fault(inner, single, path),
            },
            Type::NamedType(name) => match self.schema.type_by_name(name) {
                Some(TypeDefinition::InputObject(object)) => {
                    let Value::Object(members) = value else {
                        return fault(format!("Expected type \"{name}\" to be an object."));
                    };
                    let inside = object.fields.iter().find_map(|field| {
                        let of = &field.value_type;
                        match members.get(&field.name) {
                            Some(value) => self.fault(of, value, &format!("{path}.{}", field.name)),
                            None if of.is_non_null() && field.default_value.is_none() => {
                                fault(format!(
                                    "Field \"{}\" of required type \"{of}\" was not provided.",
                                    field.name
                                ))
                            }
                            None => None,
                        }
                    });
                    inside.or_else(|| {
                        let known = |member: &&String| {
                            object.fields.iter().any(|field| field.name == **member)
                        };
                        let unknown = members.keys().find(|member| !known(member))?;
                        fault(format!("Field \"{unknown}\" is not defined by type \"{name}\"."))
                    })
                }
                Some(TypeDefinition::Enum(of)) => match value {
                    Value::String(word) if of.values.iter().any(|one| one.name == *word) => None,
                    Value::String(word) => {
                        fault(format!("Value \"{word}\" does not exist in \"{name}\" enum."))
                    }
                    other => fault(format!(
                        "Enum \"{name}\" cannot represent non-string value: {}.",
                        inspect(other)
                    )),
                },
                _ => scalar_fault(name, value).and_then(fault),
            },
        }
    }
}

/// What does not fit, and where.
struct Fault {
    path: String,
    value: Value,
    what: String,
}

/// Custom scalars take anything here; what they cannot read they refuse where they are used.
fn scalar_fault(name: &str, value: &Value) -> Option<String> {
    let whole = value.as_f64().is_some_and(|number| number.fract() == 0.0);
    let fits = match name {
        "Int" if whole => {
            let small = value.as_f64().is_some_and(|number| number.abs() <= 2_147_483_648.0);
            if small && value.as_f64() != Some(2_147_483_648.0) {
                true
            } else {
                return Some(format!(
                    "Int cannot represent non 32-bit signed integer value: {}",
                    inspect(value)
                ));
            }
        }
        "Int" => false,
        "Float" => value.is_number(),
        "String" => value.is_string(),
        "Boolean" => value.is_boolean(),
        "ID" => value.is_string() || whole,
        _ => true,
    };
    if fits {
        return None;
    }
    Some(format!("{name} cannot represent {} value: {}", cannot(name)?, inspect(value)))
}

fn converted(of: &Written) -> Type {
    let inner = match &of.base {
        BaseType::Named(name) => Type::NamedType(name.to_string()),
        BaseType::List(inner) => Type::ListType(Box::new(converted(inner))),
    };
    if of.nullable { inner } else { Type::NonNullType(Box::new(inner)) }
}

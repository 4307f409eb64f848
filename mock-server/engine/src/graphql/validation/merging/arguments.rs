//! Arguments of two fields of one response key: the same, or a conflict.

use std::collections::HashSet;

use crate::graphql::tree::{Field, Value};

/// Whether two fields have the same arguments.
pub(super) fn same_arguments(one: &Field, other: &Field) -> bool {
    let (one, other) = (&one.arguments, &other.arguments);
    one.len() == other.len()
        && one.iter().all(|argument| {
            let same = other.iter().rfind(|other| other.name == argument.name);
            same.is_some_and(|other| alike(&argument.value, &other.value))
        })
}

/// Whether two values are one; the order of members makes no difference.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let names: HashSet<_> = one.iter().map(|member| &member.name).collect();
            one.len() == other.len()
                && names.len() == one.len()
                && one.iter().all(|member| {
                    let same = other.iter().find(|other| other.name == member.name);
                    same.is_some_and(|other| alike(&member.value, &other.value))
                })
        }
        (Value::Variable(one), Value::Variable(other))
        | (Value::Int(one), Value::Int(other))
        | (Value::Float(one), Value::Float(other))
        | (Value::String(one), Value::String(other))
        | (Value::Block(one), Value::Block(other))
        | (Value::Enum(one), Value::Enum(other)) => one == other,
        (Value::Boolean(one), Value::Boolean(other)) => one == other,
        (Value::Null, Value::Null) => true,
        _ => false,
    }
}

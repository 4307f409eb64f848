//! Variables that an operation requires and a request does not give.

use async_graphql::{Value, Variables, parser::types::OperationDefinition};

/// What graphql-js says of the first variable that is missing or null although its type does not
/// allow it; the executing library would find out only while executing.
pub fn missing_variable(operation: &OperationDefinition, given: &Variables) -> Option<String> {
    operation.variable_definitions.iter().find_map(|definition| {
        let definition = &definition.node;
        let (name, of) = (&definition.name.node, &definition.var_type.node);
        match given.get(name) {
            _ if of.nullable => None,
            None if definition.default_value.is_some() => None,
            None => {
                Some(format!("Variable \"${name}\" of required type \"{of}\" was not provided."))
            }
            Some(Value::Null) => {
                Some(format!("Variable \"${name}\" of non-null type \"{of}\" must not be null."))
            }
            Some(_) => None,
        }
    })
}

//! Do the variables of a request fit their types? (graphql-js, `getVariableValues`)

use async_graphql::{
    Variables,
    parser::types::{BaseType, OperationDefinition, Type},
};
use serde_json::Value;

use super::{
    bounds::VARIABLE_ERRORS,
    inspect::inspect,
    schema::{Kind, Schema},
    unknown::{Unknown, Unknowns},
    validation::{Checker, cannot},
    wording::abbreviated,
};

impl Checker {
    /// Messages of graphql-js about variables that do not fit, in order. Values are those that were
    /// given; an absent variable with a default or a nullable type fits.
    pub fn misfits(&self, operation: &OperationDefinition, given: &Variables) -> Vec<String> {
        self.judged(operation, given, &mut Unknowns::default())
    }

    /// The names in these variables that the schema does not have.
    pub fn unknown(&self, operation: &OperationDefinition, given: &Variables) -> Vec<Unknown> {
        let mut unknown = Unknowns::wanted();
        self.judged(operation, given, &mut unknown);
        unknown.found()
    }

    fn judged(
        &self,
        operation: &OperationDefinition,
        given: &Variables,
        unknown: &mut Unknowns,
    ) -> Vec<String> {
        let mut misfits = Vec::new();
        for definition in &operation.variable_definitions {
            let definition = &definition.node;
            let (name, of) = (definition.name.node.as_str(), &definition.var_type.node);
            let value = given.get(&definition.name.node);
            match value.and_then(|value| value.clone().into_json().ok()) {
                None if of.nullable || definition.default_value.is_some() => {}
                None => misfits.push(format!(
                    "Variable \"${name}\" of required type \"{of}\" was not provided."
                )),
                Some(Value::Null) if !of.nullable => misfits.push(format!(
                    "Variable \"${name}\" of non-null type \"{of}\" must not be null."
                )),
                Some(value) => {
                    let (schema, said) = (&self.schema, &mut misfits);
                    let mut faults = Faults { schema, name, said, unknown };
                    faults.look(of, &value, "");
                }
            }
        }
        if misfits.len() > VARIABLE_ERRORS {
            misfits.truncate(VARIABLE_ERRORS);
            misfits.push(
                "Too many errors processing variables, error limit reached. Execution aborted."
                    .to_owned(),
            );
        }
        misfits
    }
}

/// Finds what does not fit in the value of one variable.
struct Faults<'a> {
    schema: &'a Schema,
    name: &'a str,
    said: &'a mut Vec<String>,
    unknown: &'a mut Unknowns,
}

impl Faults<'_> {
    fn say(&mut self, value: &Value, path: &str, what: &str) {
        if self.said.len() > VARIABLE_ERRORS {
            return;
        }
        let name = self.name;
        let place = if path.is_empty() { String::new() } else { format!(" at \"{name}{path}\"") };
        let value = inspect(value);
        let said = format!("Variable \"${name}\" got invalid value {value}{place}; {what}");
        self.said.push(abbreviated(said));
    }

    fn look(&mut self, of: &Type, value: &Value, path: &str) {
        match (&of.base, value) {
            (_, Value::Null) if !of.nullable => {
                let what = format!("Expected non-nullable type \"{of}\" not to be null.");
                self.say(value, path, &what);
            }
            (_, Value::Null) => {}
            (BaseType::List(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.look(inner, item, &format!("{path}[{index}]"));
                }
            }
            (BaseType::List(inner), single) => self.look(inner, single, path),
            (BaseType::Named(name), value) => self.look_named(name, value, path),
        }
    }

    fn look_named(&mut self, name: &str, value: &Value, path: &str) {
        let schema = self.schema;
        match (schema.kind(name), value) {
            (Some(Kind::Input(input)), Value::Object(members)) => {
                for (field, known) in input {
                    match members.get(field) {
                        Some(value) => self.look(&known.of, value, &format!("{path}.{field}")),
                        None if known.is_required() => {
                            let of = &known.of;
                            let what = format!(
                                "Field \"{field}\" of required type \"{of}\" was not provided."
                            );
                            self.say(value, path, &what);
                        }
                        None => {}
                    }
                }
                for unknown in members.keys().filter(|name| !input.contains_key(*name)) {
                    self.unknown.note("member", unknown, name, input.keys());
                    let what = format!("Field \"{unknown}\" is not defined by type \"{name}\".");
                    self.say(value, path, &what);
                }
            }
            (Some(Kind::Input(_)), _) => {
                self.say(value, path, &format!("Expected type \"{name}\" to be an object."));
            }
            (Some(Kind::Enum(values)), Value::String(word)) if values.contains(word) => {}
            (Some(Kind::Enum(values)), Value::String(word)) => {
                self.unknown.note("value", word, name, values);
                let what = format!("Value \"{word}\" does not exist in \"{name}\" enum.");
                self.say(value, path, &what);
            }
            (Some(Kind::Enum(_)), other) => {
                let other = inspect(other);
                let what = format!("Enum \"{name}\" cannot represent non-string value: {other}.");
                self.say(value, path, &what);
            }
            _ => {
                if let Some(what) = scalar_fault(name, value) {
                    self.say(value, path, &what);
                }
            }
        }
    }
}

/// Custom scalars take anything here; what they cannot read they refuse where they are used.
fn scalar_fault(name: &str, value: &Value) -> Option<String> {
    let whole = value.as_f64().filter(|number| number.fract() == 0.0);
    let fits = match name {
        "Int" => {
            let small = f64::from(i32::MIN)..=f64::from(i32::MAX);
            if whole.is_some_and(|whole| !small.contains(&whole)) {
                let value = inspect(value);
                return Some(format!(
                    "Int cannot represent non 32-bit signed integer value: {value}"
                ));
            }
            whole.is_some()
        }
        "Float" => value.is_number(),
        "String" => value.is_string(),
        "Boolean" => value.is_boolean(),
        "ID" if !value.is_string() && whole.is_none() => {
            return Some(format!("ID cannot represent value: {}", inspect(value)));
        }
        _ => true,
    };
    let what = cannot(name).filter(|_| !fits)?;
    Some(format!("{name} cannot represent {what} value: {}", inspect(value)))
}

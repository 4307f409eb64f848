//! The root fields that an operation will execute, with their arguments.

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, SelectionSet,
    },
};
use async_graphql_value::{ConstValue, Number, Value};

use super::selected_fields::{Selected, selected_fields};

/// One root field. It borrows from document and variables: a variable that many fields use is there
/// once, however long it is.
#[derive(Clone, Copy)]
pub struct Root<'a> {
    field: &'a Field,
    reader: Reader<'a>,
}

/// An argument as it is given, with variables filled in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given<'a> {
    /// `null`, or a variable without a value.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(&'a Number),
    /// A text.
    Text(&'a str),
    /// A list, an object, or a member of an enum.
    Other,
}

impl<'a> Root<'a> {
    /// Name of the field: the operation, as rules and faults speak of it.
    pub fn name(&self) -> &'a str {
        &self.field.name.node
    }

    /// The member of `data` that holds its value.
    pub fn key(&self) -> &'a str {
        &self.field.response_key().node
    }

    /// The member of the field's value that holds one of its own fields, where that is asked for.
    pub fn selected(&self, name: &str) -> Option<&'a str> {
        let mut fields = self.reader.fields(&[&self.field.selection_set.node]);
        let found = fields.find(|field| field.node.name.node == name)?;
        Some(&found.node.response_key().node)
    }

    /// All arguments, with variables filled in while there is room for them: `room` is the number of
    /// bytes that they may still take, and shrinks. A variable without a value, or without room, is
    /// null.
    pub fn arguments(&self, room: &mut usize) -> serde_json::Map<String, serde_json::Value> {
        let mut filled = |value: &Value| {
            let given = |name: Name| {
                let fits = |value: &&ConstValue| match room.checked_sub(weight(value)) {
                    Some(left) => {
                        *room = left;
                        true
                    }
                    None => false,
                };
                let value = self.reader.variable(&name).filter(fits);
                Ok::<_, std::convert::Infallible>(value.cloned().unwrap_or(ConstValue::Null))
            };
            let whole = value.clone().into_const_with(given).unwrap_or(ConstValue::Null);
            whole.into_json().unwrap_or_default()
        };
        let arguments = self.field.arguments.iter();
        arguments.map(|(name, value)| (name.node.to_string(), filled(&value.node))).collect()
    }

    /// An argument, at the top or inside `input`.
    pub fn argument(&self, name: &str) -> Option<Given<'a>> {
        let of = |name: &str| {
            let (_, value) = self.field.arguments.iter().find(|(one, _)| one.node == name)?;
            Some(&value.node)
        };
        if let Some(value) = of(name) {
            return Some(self.reader.given(value));
        }
        match of("input")? {
            Value::Object(members) => members.get(name).map(|value| self.reader.given(value)),
            Value::Variable(input) => match self.reader.variable(input)? {
                ConstValue::Object(members) => members.get(name).map(Given::of),
                _ => None,
            },
            _ => None,
        }
    }
}

impl<'a> Given<'a> {
    fn of(value: &'a ConstValue) -> Self {
        match value {
            ConstValue::Null => Self::Null,
            ConstValue::Boolean(value) => Self::Bool(*value),
            ConstValue::Number(number) => Self::Number(number),
            ConstValue::String(text) => Self::Text(text),
            _ => Self::Other,
        }
    }
}

/// Bytes that a value takes, roughly.
fn weight(value: &ConstValue) -> usize {
    const EACH: usize = 8;
    EACH + match value {
        ConstValue::String(text) => text.len(),
        ConstValue::List(items) => items.iter().map(weight).sum(),
        ConstValue::Object(members) => {
            members.iter().map(|(name, value)| name.len() + weight(value)).sum()
        }
        ConstValue::Binary(bytes) => bytes.len(),
        ConstValue::Null | ConstValue::Number(_) | ConstValue::Boolean(_) | ConstValue::Enum(_) => {
            0
        }
    }
}

/// The operation of a document that a request means.
pub fn choose<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, String> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(&operation.node),
        (DocumentOperations::Single(_), Some(name)) => Err(unknown(name)),
        (DocumentOperations::Multiple(all), Some(name)) => {
            all.get(name).map(|operation| &operation.node).ok_or_else(|| unknown(name))
        }
        (DocumentOperations::Multiple(all), None) => match all.len() {
            1 => all.values().next().map(|operation| &operation.node).ok_or_else(several),
            _ => Err(several()),
        },
    }
}

fn unknown(name: &str) -> String {
    format!("Unknown operation named \"{name}\".")
}

fn several() -> String {
    "Must provide operation name if query contains multiple operations.".to_owned()
}

/// The root fields of an operation, through fragments, without what `@skip` and `@include` leave
/// out.
pub fn roots<'a>(
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
) -> Vec<Root<'a>> {
    let reader = Reader { document, operation, variables };
    let fields = reader.fields(&[&operation.selection_set.node]);
    fields.map(|field| Root { field: &field.node, reader }).collect()
}

/// An operation with everything that decides what its selections and arguments are.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// The document.
    pub document: &'a ExecutableDocument,
    /// The operation of it that runs.
    pub operation: &'a OperationDefinition,
    /// The variables as they were posted.
    pub variables: &'a Variables,
}

impl<'a> Reader<'a> {
    /// The fields of some selections that are executed.
    pub(super) fn fields(
        self,
        sets: &[&'a SelectionSet],
    ) -> impl Iterator<Item = &'a Positioned<Field>> + use<'a> {
        let taken = move |directives| self.is_taken(directives);
        selected_fields(self.document, sets, taken).filter_map(|selected| match selected {
            Selected::Field(field) => Some(field),
            Selected::Missing => None,
        })
    }

    /// A value, with variables filled in.
    pub(super) fn given(self, value: &'a Value) -> Given<'a> {
        match value {
            Value::Variable(name) => self.variable(name).map_or(Given::Null, Given::of),
            Value::Null => Given::Null,
            Value::Boolean(value) => Given::Bool(*value),
            Value::Number(number) => Given::Number(number),
            Value::String(text) => Given::Text(text),
            _ => Given::Other,
        }
    }

    /// The value of a variable, or its default.
    pub(super) fn variable(self, name: &Name) -> Option<&'a ConstValue> {
        self.variables.get(name).or_else(|| {
            let definitions = &self.operation.variable_definitions;
            let definition = definitions.iter().find(|one| one.node.name.node == *name)?;
            definition.node.default_value.as_ref().map(|value| &value.node)
        })
    }

    fn is_taken(self, directives: &'a [Positioned<Directive>]) -> bool {
        directives.iter().all(|directive| {
            let argument = directive.node.get_argument("if");
            let on = argument.map(|value| self.given(&value.node)) == Some(Given::Bool(true));
            match directive.node.name.node.as_str() {
                "skip" => !on,
                "include" => on,
                _ => true,
            }
        })
    }
}

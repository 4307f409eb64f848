//! Literals: of the type that their place expects.

use std::{collections::HashSet, fmt};

use async_graphql::parser::types::{BaseType, Type};

use super::Walk;
use crate::graphql::{
    schema::{Kind, named},
    tree::{Member, Value},
};

/// The type that a place expects.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) base: &'a BaseType,
    pub(super) nullable: bool,
}

impl<'a> Expected<'a> {
    /// Type that is expected of the items of a list.
    pub(super) fn item(self) -> Self {
        match self.base {
            BaseType::List(inner) => Self::from(&**inner),
            BaseType::Named(_) => Self { nullable: true, ..self },
        }
    }
}

impl<'a> From<&'a Type> for Expected<'a> {
    fn from(of: &'a Type) -> Self {
        Self { base: &of.base, nullable: of.nullable }
    }
}

impl fmt::Display for Expected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.base, if self.nullable { "" } else { "!" })
    }
}

impl<'a> Walk<'a> {
    /// A type that is written in the document, if a value can have it.
    pub(super) fn known_input(&self, of: &'a Type) -> Option<Expected<'a>> {
        match self.schema.kind(named(&of.base))? {
            Kind::Object(_) => None,
            Kind::Scalar | Kind::Enum(_) | Kind::Input(_) => Some(of.into()),
        }
    }

    /// Judges a value; where no type is known for it, only its objects are looked at.
    pub(super) fn literal(&mut self, value: &'a Value, expected: Option<Expected<'a>>) {
        if self.is_full() {
            return;
        }
        let kind = expected.and_then(|expected| self.schema.kind(named(expected.base)));
        match (value, expected) {
            (Value::Variable(_), _) => {}
            (Value::Null, Some(expected)) if !expected.nullable => {
                self.say(format!("Expected value of type \"{expected}\", found null."));
            }
            (Value::Null, _) => {}
            (Value::List(items), Some(expected)) if matches!(expected.base, BaseType::List(_)) => {
                for item in items {
                    self.literal(item, Some(expected.item()));
                }
            }
            (Value::List(items), _) => {
                self.leaf_literal(value, expected.map(Expected::item));
                items.iter().for_each(|item| self.literal(item, None));
            }
            (Value::Object(members), Some(expected)) if let Some(Kind::Input(input)) = kind => {
                let of = named(expected.base);
                for (name, field) in input {
                    let given = members.iter().any(|member| member.name == *name);
                    if field.is_required() && !given {
                        let wanted = &field.of;
                        self.say(format!(
                            "Field \"{of}.{name}\" of required type \"{wanted}\" was not provided."
                        ));
                    }
                }
                self.members(members, |walk, member| {
                    let field = input.get(&member.name);
                    if field.is_none() {
                        let name = &member.name;
                        walk.unknown.note("member", name, of, input.keys());
                        walk.say(format!("Field \"{name}\" is not defined by type \"{of}\"."));
                    }
                    field.map(|field| (&field.of).into())
                });
            }
            (Value::Object(members), _) => {
                self.leaf_literal(value, expected);
                self.members(members, |_, _| None);
            }
            _ => self.leaf_literal(value, expected),
        }
    }

    fn members(
        &mut self,
        members: &'a [Member],
        judge: impl Fn(&mut Self, &Member) -> Option<Expected<'a>>,
    ) {
        let mut names = HashSet::new();
        for member in members {
            let expected = judge(self, member);
            if !names.insert(&member.name) {
                let name = &member.name;
                self.say(format!("There can be only one input field named \"{name}\"."));
            }
            self.literal(&member.value, expected);
        }
    }

    fn leaf_literal(&mut self, value: &Value, expected: Option<Expected<'_>>) {
        let Some(expected) = expected else { return };
        let name = named(expected.base);
        let fault = match self.schema.kind(name) {
            Some(Kind::Scalar) => scalar_fault(name, value),
            Some(Kind::Enum(values)) => match value {
                Value::Enum(word) if values.contains(word) => None,
                Value::Enum(word) => {
                    self.unknown.note("value", word, name, values);
                    Some(format!("Value \"{word}\" does not exist in \"{name}\" enum."))
                }
                _ => Some(format!("Enum \"{name}\" cannot represent non-enum value: {value}.")),
            },
            _ => Some(format!("Expected value of type \"{expected}\", found {value}.")),
        };
        if let Some(fault) = fault {
            self.say(fault);
        }
    }
}

/// Custom scalars take any literal here; what they cannot read they refuse where it is used.
fn scalar_fault(name: &str, value: &Value) -> Option<String> {
    let fits = match (name, value) {
        ("Int", Value::Int(text)) => {
            if text.parse::<i32>().is_ok() {
                return None;
            }
            return Some(format!("Int cannot represent non 32-bit signed integer value: {text}"));
        }
        ("Int", _) => false,
        ("Float", _) => matches!(value, Value::Int(_) | Value::Float(_)),
        ("String", _) => matches!(value, Value::String(_) | Value::Block(_)),
        ("Boolean", _) => matches!(value, Value::Boolean(_)),
        ("ID", _) => matches!(value, Value::String(_) | Value::Block(_) | Value::Int(_)),
        _ => true,
    };
    let what = cannot(name).filter(|_| !fits)?;
    Some(format!("{name} cannot represent {what} value: {value}"))
}

/// Text of graphql-js for a value that a built-in scalar cannot represent.
pub(in crate::graphql) fn cannot(scalar: &str) -> Option<&'static str> {
    Some(match scalar {
        "Int" => "non-integer",
        "Float" => "non numeric",
        "String" => "a non string",
        "Boolean" => "a non boolean",
        "ID" => "a non-string and non-integer",
        _ => return None,
    })
}

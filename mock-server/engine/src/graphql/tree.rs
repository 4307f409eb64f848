//! A document as it is written, in order and with nothing left out: what validation reads.

use std::fmt;

use async_graphql::parser::types::{OperationType, Type};

/// A document.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) definitions: Vec<Definition>,
}

/// One of its definitions.
#[derive(Debug)]
pub(super) enum Definition {
    Operation(Operation),
    Fragment(Fragment),
    /// Of a type, a directive or the schema: nothing that can be executed. A schema has no name.
    TypeSystem(Option<String>),
}

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) ty: OperationType,
    pub(super) name: Option<String>,
    pub(super) variables: Vec<Variable>,
    pub(super) directives: Vec<Directive>,
    pub(super) selections: Vec<Selection>,
}

/// `$name: Type = default`.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) of: Type,
    pub(super) default: Option<Value>,
    pub(super) directives: Vec<Directive>,
}

#[derive(Debug)]
pub(super) struct Fragment {
    pub(super) name: String,
    pub(super) on: String,
    pub(super) directives: Vec<Directive>,
    pub(super) selections: Vec<Selection>,
}

#[derive(Debug)]
pub(super) enum Selection {
    Field(Field),
    Spread(Spread),
    Inline(Inline),
}

/// A field; without a selection of its own it has no selections.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) alias: Option<String>,
    pub(super) name: String,
    pub(super) arguments: Vec<Member>,
    pub(super) directives: Vec<Directive>,
    pub(super) selections: Vec<Selection>,
}

impl Field {
    /// The member of the answer that holds its value.
    pub(super) fn key(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.name)
    }
}

/// `...name`.
#[derive(Debug)]
pub(super) struct Spread {
    pub(super) fragment: String,
    pub(super) directives: Vec<Directive>,
}

/// `... on Type { }`.
#[derive(Debug)]
pub(super) struct Inline {
    pub(super) on: Option<String>,
    pub(super) directives: Vec<Directive>,
    pub(super) selections: Vec<Selection>,
}

#[derive(Debug)]
pub(super) struct Directive {
    pub(super) name: String,
    pub(super) arguments: Vec<Member>,
}

/// An argument, or a member of an object.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) value: Value,
}

/// A value; numbers as they are written.
#[derive(Debug)]
pub(super) enum Value {
    Variable(String),
    Int(String),
    Float(String),
    String(String),
    Block(String),
    Boolean(bool),
    Null,
    Enum(String),
    List(Vec<Value>),
    Object(Vec<Member>),
}

/// As graphql-js prints it in messages.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "${name}"),
            Self::Int(text) | Self::Float(text) | Self::Enum(text) => f.write_str(text),
            Self::String(text) => write!(f, "{}", serde_json::Value::from(text.as_str())),
            Self::Block(text) => write!(f, "\"\"\"{}\"\"\"", text.replace("\"\"\"", "\\\"\"\"")),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Null => f.write_str("null"),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Self::Object(members) => {
                let member = |member: &Member| format!("{}: {}", member.name, member.value);
                let members: Vec<_> = members.iter().map(member).collect();
                write!(f, "{{{}}}", members.join(", "))
            }
        }
    }
}

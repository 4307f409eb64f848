//! Documents and their answers as a log may show them: literals and values by the class of the
//! argument, column or field that they belong to (SB 9.2).

mod answer;
mod schema_classes;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use answer::RedactedAnswer;
use async_graphql::parser::types::ExecutableDocument;
use serde_json::Value;

use crate::{
    graphql::{Meanings, Prepared, Unread, Written, choose, values},
    log::{Class, List, RedactionContext},
};

pub(super) use schema_classes::declared;
#[cfg(test)]
pub(super) use schema_classes::fields;

/// A document that parses, as a log shows it.
///
/// The classes of a list hold where the schema has the name. So nothing of a document or of
/// variables that do not fit it is shown but names, and the type and length of everything else.
pub(super) struct RedactedDocument {
    /// The text; what may not be shown is replaced, and comments are left out.
    pub(super) text: String,
    /// Classes of the variables, by the arguments that they are given to.
    variables: BTreeMap<String, Class>,
    /// The document as the executing library reads it.
    pub(super) parsed: Option<ExecutableDocument>,
    /// Whether document and variables fit the schema.
    pub(super) fits: bool,
}

impl RedactedDocument {
    /// Reads a document, which fits the schema or does not; nothing can be shown of one that does
    /// not parse.
    pub(super) fn read(
        text: &str,
        fits: bool,
        list: &List,
        redaction: &RedactionContext,
    ) -> Option<Self> {
        let parsed = match Prepared::read(text) {
            Ok(prepared) => Some(prepared.document),
            Err(Unread::Definitions(_)) => None,
            Err(Unread::Syntax(_) | Unread::TooLarge) => return None,
        };
        let nothing = List::default();
        let classes = Classes(if fits { list } else { &nothing });
        let mut variables: BTreeMap<String, Class> = BTreeMap::new();
        values(text, &classes, &mut |written| {
            if let Written::Variable { name, meaning } = written {
                let known = variables.entry(name.to_owned()).or_insert(meaning);
                // One that is used in several ways is shown in none.
                if *known != meaning {
                    *known = Class::Unlisted;
                }
            }
        })?;
        let mut shown = String::with_capacity(text.len());
        let mut at = 0;
        values(text, &classes, &mut |written| {
            let (class, literal) = match written {
                Written::Literal(class, literal) => (class, literal),
                Written::Default { of, literal } => {
                    (variables.get(of).copied().unwrap_or(Class::Unlisted), literal)
                }
                Written::Comment(place) => {
                    shown.push_str(&text[at..place.0]);
                    shown.push('\n');
                    at = place.1;
                    return;
                }
                Written::Variable { .. } => return,
            };
            let value = redaction.value(classes.0, class, &literal.value);
            shown.push_str(&text[at..literal.place.0]);
            match value == literal.value {
                true => shown.push_str(literal.source),
                false => shown.push_str(&value.to_string()),
            }
            at = literal.place.1;
        })?;
        shown.push_str(&text[at..]);
        let text = redaction.scrubbed(&shown).into_owned();
        Some(Self { text, variables, parsed, fits })
    }

    /// The values of the variables, redacted.
    pub(super) fn variables(
        &self,
        operation: Option<&str>,
        values: &Value,
        list: &List,
        redaction: &RedactionContext,
    ) -> Value {
        let operation = self.parsed.as_ref().and_then(|parsed| choose(parsed, operation).ok());
        let (Value::Object(values), Some(operation), true) = (values, operation, self.fits) else {
            return redaction.outline(list, values);
        };
        let defined = |name: &str| {
            operation.variable_definitions.iter().any(|one| one.node.name.node == name)
        };
        let one = |(name, value): (&String, &Value)| {
            let class = self.variables.get(name).filter(|_| defined(name)).copied();
            (redaction.name(name), redaction.value(list, class.unwrap_or(Class::Unlisted), value))
        };
        Value::Object(values.iter().map(one).collect())
    }

    /// The member `data` of the answer, redacted. There members have the names that the document
    /// gives them; what they are is found in the document.
    pub(super) fn data(
        &self,
        operation: Option<&str>,
        data: &Value,
        list: &List,
        redaction: &RedactionContext,
    ) -> Value {
        let operation =
            self.parsed.as_ref().and_then(|parsed| Some((parsed, choose(parsed, operation).ok()?)));
        let Some((document, operation)) = operation else {
            return redaction.value(list, Class::Unlisted, data);
        };
        let answer = RedactedAnswer { document, list, redaction };
        answer.shown(None, data, &[&operation.selection_set.node])
    }
}

/// The classes of arguments and of what is inside them.
struct Classes<'a>(&'a List);

impl Meanings for Classes<'_> {
    type Of = Class;

    fn argument(&self, name: &str) -> Class {
        self.0.class(name, Class::Within)
    }

    fn member(&self, name: &str, within: Class) -> Class {
        if within.opens() { self.0.class(name, within) } else { Class::Unlisted }
    }

    fn of_default(&self) -> Class {
        Class::Unlisted
    }
}

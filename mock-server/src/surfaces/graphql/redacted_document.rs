//! Documents and their answers as a log may show them: literals and values by the class of the
//! argument, column or field that they belong to (SB 9.2).

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::types::{ExecutableDocument, Selection, SelectionSet};
use indexmap::IndexMap;
use serde_json::Value;

use super::{
    choose,
    lexer::{Kind, Lexer, Token},
    lower, syntax,
};
use crate::log::{Class, List, RedactionContext};

/// A document that parses, as it is shown.
///
/// What a list says of a name holds where the schema has the name. So nothing of a document or of
/// variables that do not fit it is shown but names, and the type and length of everything else.
pub struct RedactedDocument {
    /// Its text; what may not be shown is replaced, and comments are left out.
    pub text: String,
    /// What its variables are, by the arguments that they are given to.
    variables: BTreeMap<String, Class>,
    /// As the executing library reads it.
    pub parsed: Option<ExecutableDocument>,
    /// Whether it and its variables fit the schema.
    pub fits: bool,
}

impl RedactedDocument {
    /// Reads a document, which fits the schema or does not; nothing can be shown of one that does
    /// not parse.
    pub fn read(text: &str, fits: bool, list: &List, redaction: &RedactionContext) -> Option<Self> {
        static NOTHING: List = List::new(&[]);
        let written = syntax::read(text).ok()?;
        let list = if fits { list } else { &NOTHING };
        let mut variables: BTreeMap<String, Class> = BTreeMap::new();
        Walk::over(text, list, &mut |spot| {
            if let Spot::Variable { name, class } = spot {
                let known = variables.entry(name.to_owned()).or_insert(class);
                // One that is used in several ways is shown in none.
                if *known != class {
                    *known = Class::Unlisted;
                }
            }
        })?;
        let mut shown = String::with_capacity(text.len());
        let mut at = 0;
        Walk::over(text, list, &mut |spot| {
            let (class, token, place) = match spot {
                Spot::Literal { class, token, place } => (class, token, place),
                Spot::Default { of, token, place } => {
                    (variables.get(of).copied().unwrap_or(Class::Unlisted), token, place)
                }
                Spot::Comment { place } => {
                    shown.push_str(&text[at..place.0]);
                    shown.push('\n');
                    at = place.1;
                    return;
                }
                Spot::Variable { .. } => return,
            };
            shown.push_str(&text[at..place.0]);
            shown.push_str(&literal(&token, class, list, redaction));
            at = place.1;
        })?;
        shown.push_str(&text[at..]);
        let shown = redaction.scrubbed(&shown).into_owned();
        Some(Self { text: shown, variables, parsed: lower::lowered(&written), fits })
    }

    /// The values of its variables.
    pub fn variables(
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

    /// The member `data` of its answer. There members have the names that the document gives them;
    /// what they are is found in the document.
    pub fn data(
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
        let fields = Fields { document, list, redaction };
        fields.shown(None, data, &[&operation.selection_set.node])
    }
}

/// A literal as it is shown: as it stands, or what stands for it.
fn literal(token: &Token<'_>, class: Class, list: &List, redaction: &RedactionContext) -> String {
    let text = &*token.text;
    let value = match token.kind {
        Kind::Int | Kind::Float => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        Kind::Name if matches!(text, "true" | "false" | "null") => {
            serde_json::from_str(text).unwrap_or_default()
        }
        Kind::Name | Kind::String | Kind::Block | Kind::Mark(_) | Kind::End => Value::from(text),
    };
    let shown = redaction.value(list, class, &value);
    if shown == value { token.source.to_owned() } else { shown.to_string() }
}

/// A place in a text.
type Place = (usize, usize);

/// What a walk over a document comes by.
enum Spot<'a> {
    /// A literal of an argument.
    Literal { class: Class, token: Token<'a>, place: Place },
    /// A literal that a variable has if it is not given.
    Default { of: &'a str, token: Token<'a>, place: Place },
    /// A variable that is given to an argument.
    Variable { name: &'a str, class: Class },
    /// What lies between two tokens and has a comment in it.
    Comment { place: Place },
}

/// Whose a value is.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Argument(Class),
    Variable(&'a str),
}

/// Walks over a document that is known to parse.
struct Walk<'a, 'v> {
    text: &'a str,
    lexer: Lexer<'a>,
    list: &'v List,
    context: &'v mut dyn FnMut(Spot<'a>),
    place: Place,
}

impl<'a, 'v> Walk<'a, 'v> {
    fn over(text: &'a str, list: &'v List, context: &'v mut dyn FnMut(Spot<'a>)) -> Option<()> {
        let mut walk = Self { text, lexer: Lexer::new(text), list, context, place: (0, 0) };
        loop {
            match walk.next()?.kind {
                Kind::End => return Some(()),
                Kind::Mark("(") => walk.parenthesis()?,
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Option<Token<'a>> {
        let before = self.place.1;
        let token = self.lexer.next().ok()?;
        let end = self.text.len() - self.lexer.left();
        self.place = (end - token.source.len(), end);
        let gap = (before, self.place.0);
        if self.text[gap.0..gap.1].contains('#') {
            (self.context)(Spot::Comment { place: gap });
        }
        Some(token)
    }

    /// Arguments or definitions of variables.
    fn parenthesis(&mut self) -> Option<()> {
        let first = self.next()?;
        match first.kind {
            Kind::Mark("$") => self.definitions(),
            _ => self.members(first, ")", Class::Within),
        }
    }

    fn definitions(&mut self) -> Option<()> {
        let mut name = self.next()?.source;
        loop {
            match self.next()?.kind {
                Kind::Mark(")") => return Some(()),
                Kind::Mark("$") => name = self.next()?.source,
                Kind::Mark("=") => {
                    let value = self.next()?;
                    self.value(value, Owner::Variable(name))?;
                }
                Kind::Mark("(") => self.parenthesis()?,
                _ => {}
            }
        }
    }

    fn members(&mut self, first: Token<'a>, close: &str, above: Class) -> Option<()> {
        let mut name = first;
        while name.kind != Kind::End && !matches!(name.kind, Kind::Mark(mark) if mark == close) {
            let class = match above.opens() {
                true => self.list.class(name.source, above),
                false => Class::Unlisted,
            };
            self.next()?;
            let value = self.next()?;
            self.value(value, Owner::Argument(class))?;
            name = self.next()?;
        }
        Some(())
    }

    fn value(&mut self, token: Token<'a>, owner: Owner<'a>) -> Option<()> {
        let place = self.place;
        match (token.kind, owner) {
            (Kind::Mark("["), _) => {
                let mut item = self.next()?;
                while !matches!(item.kind, Kind::Mark("]") | Kind::End) {
                    self.value(item, owner)?;
                    item = self.next()?;
                }
            }
            (Kind::Mark("{"), owner) => {
                let first = self.next()?;
                let above = match owner {
                    Owner::Argument(class) => class,
                    Owner::Variable(_) => Class::Unlisted,
                };
                self.members(first, "}", above)?;
            }
            (Kind::Mark("$"), Owner::Argument(class)) => {
                let name = self.next()?.source;
                (self.context)(Spot::Variable { name, class });
            }
            (_, Owner::Argument(class)) => (self.context)(Spot::Literal { class, token, place }),
            (_, Owner::Variable(of)) => (self.context)(Spot::Default { of, token, place }),
        }
        Some(())
    }
}

/// Reads an answer along the fields that were selected.
struct Fields<'a> {
    document: &'a ExecutableDocument,
    list: &'a List,
    redaction: &'a RedactionContext,
}

/// Selected fields by the member that holds them: their name, and what is selected of them.
type Selected<'a> = IndexMap<&'a str, (&'a str, Vec<&'a SelectionSet>)>;

impl<'a> Fields<'a> {
    /// A value of a class; of none at the root, whose members are operations.
    fn shown(&self, class: Option<Class>, value: &Value, sets: &[&'a SelectionSet]) -> Value {
        let opens = class.is_none_or(Class::opens);
        match value {
            Value::Array(items) => items.iter().map(|item| self.shown(class, item, sets)).collect(),
            Value::Object(members) if opens && !sets.is_empty() => {
                let mut fields = Selected::new();
                for set in sets {
                    self.collect(set, &mut BTreeSet::new(), &mut fields);
                }
                let member = |(key, value): (&String, &Value)| {
                    let value = match fields.get(key.as_str()) {
                        Some((name, sets)) => {
                            let own =
                                class.map_or(Class::Within, |class| self.list.class(name, class));
                            self.shown(Some(own), value, sets)
                        }
                        None => self.redaction.value(self.list, Class::Unlisted, value),
                    };
                    (self.redaction.name(key), value)
                };
                Value::Object(members.iter().map(member).collect())
            }
            value => self.redaction.value(self.list, class.unwrap_or(Class::Unlisted), value),
        }
    }

    fn collect(
        &self,
        set: &'a SelectionSet,
        seen: &mut BTreeSet<&'a str>,
        fields: &mut Selected<'a>,
    ) {
        for item in &set.items {
            match &item.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let name = field.name.node.as_str();
                    let key = field.alias.as_ref().map_or(name, |alias| alias.node.as_str());
                    let (_, sets) = fields.entry(key).or_insert((name, Vec::new()));
                    if !field.selection_set.node.items.is_empty() {
                        sets.push(&field.selection_set.node);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.collect(&fragment.node.selection_set.node, seen, fields);
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    if let Some(fragment) = self.document.fragments.get(name)
                        && seen.insert(name)
                    {
                        self.collect(&fragment.node.selection_set.node, seen, fields);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static LIST: List = List::new(&[
        (Class::Plain, &["id", "status", "__typename", "limit"]),
        (Class::Personal, &["nickname"]),
        (Class::Sealed, &["encryptedPin"]),
        (Class::Within, &["where", "input", "card", "_eq", "_in", "_and"]),
    ]);

    fn shown(text: &str) -> String {
        RedactedDocument::read(text, true, &LIST, &RedactionContext::default()).unwrap().text
    }

    #[test]
    fn literals_of_arguments_that_no_contract_lists_are_told_by_type_and_length() {
        for (text, expected) in [
            ("{ a(id: 5, memo: \"secret\") }", "{ a(id: 5, memo: \"[text 6]\") }"),
            (
                "mutation M { set(input: {id: \"c\", encryptedPin: \"AAAA\", pin: 9073}) { id } }",
                "mutation M { set(input: {id: \"c\", encryptedPin: \"[sealed 3 bytes]\", \
                 pin: \"[number 4]\"}) { id } }",
            ),
            (
                "{ a(where: {_and: [{nickname: {_eq: \"Ada\"}}, {memo: {_eq: \"Ada\"}}]}) }",
                "{ a(where: {_and: [{nickname: {_eq: \"Ada\"}}, {memo: {_eq: \"[text 3]\"}}]}) }",
            ),
            (
                "query($a: Int = 5, $b: String = \"x\") { a(id: $a, memo: $b) @skip(if: true) }",
                "query($a: Int = 5, $b: String = \"[text 1]\") { a(id: $a, memo: $b) \
                 @skip(if: \"[bool]\") }",
            ),
            ("{ a # secret\n b }", "{ a\nb }"),
            ("# secret\n{ a(id: null, x: null) }", "\n{ a(id: null, x: null) }"),
            (
                "{ a(memo: \"\"\"sec\nret\"\"\", id: [1 2], x: NAME) }",
                "{ a(memo: \"[text 7]\", id: [1 2], x: \"[text 4]\") }",
            ),
            ("{ a(where: {memo: {id: 5}}) }", "{ a(where: {memo: {id: \"[number 1]\"}}) }"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        assert!(
            RedactedDocument::read("{ a(", true, &LIST, &RedactionContext::default()).is_none()
        );
    }

    #[test]
    fn variables_and_answers_follow_the_document() {
        let redaction = RedactionContext::default();
        let text = "query Q($i: I, $s: String, $n: String) { one: card(input: $i) { \
             status: encryptedPin ...F ... on C { x: nickname } } a(memo: $s, nickname: $n) \
             b(nickname: $s) } fragment F on C { card { id memo } ...F }";
        let document = RedactedDocument::read(text, true, &LIST, &redaction).unwrap();
        let sent = json!({"i": {"id": 1, "memo": "x"}, "s": "both", "n": "Ada", "z": "none"});
        assert_eq!(
            document.variables(None, &sent, &LIST, &redaction),
            json!({"i": {"id": 1, "memo": "[text 1]"}, "s": "[text 4]", "n": "Ada", "z": "[text 4]"})
        );
        let data = json!({"one": [{"status": "AAAA", "card": {"id": 1, "memo": "m"}, "x": "Ada"}],
                          "a": "scalar", "other": 1});
        assert_eq!(
            document.data(None, &data, &LIST, &redaction),
            json!({"one": [{"status": "[sealed 3 bytes]", "card": {"id": 1, "memo": "[text 1]"},
                            "x": "Ada"}], "a": "[text 6]", "other": "[number 1]"})
        );
    }
    #[test]
    fn nothing_but_names_is_shown_of_what_does_not_fit() {
        let redaction = RedactionContext::default();
        let text = "query Q($i: I) { card(id: 5, nickname: \"Ada\", input: $i) { id } }";
        let document = RedactedDocument::read(text, false, &LIST, &redaction).unwrap();
        let expected = "query Q($i: I) { card(id: \"[number 1]\", nickname: \"[text 3]\", input: $i) \
                        { id } }";
        assert_eq!(document.text, expected);
        let sent = json!({"i": 1, "input": {"id": [1], "memo": {"id": 1}}});
        assert_eq!(
            document.variables(None, &sent, &LIST, &redaction),
            json!({"i": "[number 1]", "input": {"id": ["[number 1]"], "memo": "[object 1]"}})
        );
    }
}

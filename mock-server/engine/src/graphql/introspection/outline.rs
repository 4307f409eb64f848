//! A look at a document that is too large to be read: does it ask only about the schema, and how
//! large is it? Nothing of it is kept but the names at its roots.

use std::collections::{HashMap, HashSet};

use super::{Exemption, only_exempt};
use crate::graphql::lexer::{Kind, Lexer};

/// Outline of a document: its size and the names at its roots.
#[derive(Debug, Default)]
pub(in crate::graphql) struct DocumentOutline<'a> {
    /// Number of tokens.
    pub(in crate::graphql) tokens: usize,
    /// Depth to which braces, brackets and parentheses are nested.
    pub(in crate::graphql) nesting: usize,
    operations: Vec<Root<'a>>,
    fragments: HashMap<&'a str, Root<'a>>,
}

/// Fields that a definition selects at its root.
#[derive(Debug, Default)]
struct Root<'a> {
    is_query: bool,
    names: Vec<&'a str>,
    spreads: Vec<&'a str>,
}

/// Meaning of the next brace at a root.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// The selection of a field.
    Field,
    /// Dots were read: a spread follows, or an inline fragment.
    Dots,
    /// The type of an inline fragment follows.
    Type,
    /// The selection of an inline fragment, which belongs to the root.
    Inline,
}

impl<'a> DocumentOutline<'a> {
    /// Looks at a document; of what is no token and all behind it nothing is told.
    pub(in crate::graphql) fn at(document: &'a str) -> Self {
        let (mut outline, mut lexer) = (Self::default(), Lexer::new(document));
        // Whether each open bracket holds selections of a root.
        let mut open: Vec<bool> = Vec::new();
        let (mut head, mut root) = (Vec::new(), Root::default());
        let mut next = Next::Field;
        let (mut name, mut after_at) = (None, false);
        loop {
            let token = lexer.next();
            let Ok(token) = token else { return outline };
            if token.kind == Kind::End {
                return outline;
            }
            outline.tokens += 1;
            let in_root = open.last() == Some(&true);
            // A name is a field unless a colon makes it an alias.
            if let Some(name) = name.take()
                && token.kind != Kind::Mark(":")
            {
                root.names.push(name);
            }
            match token.kind {
                Kind::Mark("{") => {
                    let inline = next == Next::Dots || next == Next::Inline;
                    open.push(open.is_empty() || in_root && inline);
                    next = Next::Field;
                }
                Kind::Mark("(" | "[") => open.push(false),
                Kind::Mark("}" | ")" | "]") => {
                    open.pop();
                    if open.is_empty() && token.kind == Kind::Mark("}") {
                        outline.defined(&std::mem::take(&mut head), std::mem::take(&mut root));
                    }
                }
                Kind::Mark("...") if in_root => next = Next::Dots,
                Kind::Name if open.is_empty() && !after_at => head.push(token.source),
                Kind::Name if in_root && !after_at => match next {
                    Next::Dots if token.source == "on" => next = Next::Type,
                    Next::Dots => {
                        root.spreads.push(token.source);
                        next = Next::Field;
                    }
                    Next::Type => next = Next::Inline,
                    Next::Field | Next::Inline => {
                        name = Some(token.source);
                        next = Next::Field;
                    }
                },
                _ => {}
            }
            after_at = token.kind == Kind::Mark("@");
            outline.nesting = outline.nesting.max(open.len());
        }
    }

    fn defined(&mut self, head: &[&'a str], mut root: Root<'a>) {
        match head {
            ["fragment", name, ..] => {
                self.fragments.insert(name, root);
            }
            [] | ["query", ..] => {
                root.is_query = true;
                self.operations.push(root);
            }
            _ => self.operations.push(root),
        }
    }

    /// Whether every operation is a query whose root fields are exempt, as far as a glance tells.
    pub(in crate::graphql) fn introspects(&self, exemption: Exemption<'_>) -> bool {
        let exempt = |operation: &Root<'a>| {
            let mut names = operation.names.clone();
            let (mut spreads, mut seen) = (operation.spreads.clone(), HashSet::new());
            while let Some(name) = spreads.pop().filter(|_| exemption.follow_fragments) {
                match self.fragments.get(name) {
                    Some(_) if !seen.insert(name) => {}
                    Some(fragment) => {
                        names.extend(&fragment.names);
                        spreads.extend(&fragment.spreads);
                    }
                    None => names.push(""),
                }
            }
            operation.is_query && only_exempt(&names, exemption)
        };
        match exemption.any_operation {
            true => self.operations.iter().any(exempt),
            false => !self.operations.is_empty() && self.operations.iter().all(exempt),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_seen_through_fragments_and_directives() {
        for (document, introspects) in [
            ("{ __schema { a(x: {y: [1]}) { b } } }", true),
            (
                "query A($a: [Int] = [1]) @d(x: 1) { s: __schema @d(y: 2) { a } t: __type { b } }",
                true,
            ),
            (
                "{ ...F ... on Query @d { __type } ... { __schema { a } } } fragment F on Query { __schema { a } }",
                true,
            ),
            ("{ ...F } fragment F on Query { ...F __schema { a } }", true),
            ("{ __schema { a } __typename }", false),
            ("{ __schema: cards { a } }", false),
            ("mutation { __schema { a } }", false),
            ("{ ...F } fragment F on Query { a { __schema } }", false),
            ("{ ...Missing }", false),
            ("{ __schema { a } } query B { b }", false),
            ("", false),
        ] {
            let fields = ["__schema".to_owned(), "__type".to_owned()];
            let exemption = Exemption {
                fields: &fields,
                all: true,
                any_operation: false,
                follow_fragments: true,
            };
            let found = DocumentOutline::at(document).introspects(exemption);
            assert_eq!(found, introspects, "{document}");
        }
    }

    #[test]
    fn size_is_told_as_far_as_there_are_tokens() {
        let outline = DocumentOutline::at("{ a(b: [{c: 1}]) { d } } '");
        assert_eq!((outline.tokens, outline.nesting), (17, 4));
    }
}

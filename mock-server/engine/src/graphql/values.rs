//! The values of a document where they stand in its text: literals, mentions of variables, defaults
//! of variables, and comments. What each means is told by whoever asks, from the names on the way
//! to it.

use serde_json::Value;

use super::lexer::{Kind, Lexer, Token};

/// Where something stands in a text, in bytes: its beginning and its end.
pub(super) type Place = (usize, usize);

/// A value of a document, or what lies between two.
#[derive(Debug)]
pub enum Written<'a, M> {
    /// A literal of an argument.
    Literal(M, Literal<'a>),
    /// A literal that a variable has if it is not given.
    Default {
        /// The name of the variable.
        of: &'a str,
        /// The literal.
        literal: Literal<'a>,
    },
    /// A variable that is given to an argument.
    Variable {
        /// Its name.
        name: &'a str,
        /// Meaning of the argument.
        meaning: M,
    },
    /// A stretch between two tokens that has a comment in it.
    Comment(Place),
}

/// A literal.
#[derive(Debug)]
pub struct Literal<'a> {
    /// The value, a member of an enum as a text.
    pub value: Value,
    /// The literal as it is written, with its quotes.
    pub source: &'a str,
    /// Where it stands.
    pub place: Place,
}

/// The meaning of arguments by their names.
pub trait Meanings {
    /// Meaning of an argument.
    type Of: Copy;

    /// Meaning of an argument of a field or a directive.
    fn argument(&self, name: &str) -> Self::Of;

    /// Meaning of a member inside a value.
    fn member(&self, name: &str, within: Self::Of) -> Self::Of;

    /// Meaning of what is inside the default of a variable: no name leads there.
    fn of_default(&self) -> Self::Of;
}

/// Walks over the values of a document that is known to parse, in the order of its text.
pub fn values<'a, M: Meanings>(
    text: &'a str,
    meanings: &M,
    visit: &mut dyn FnMut(Written<'a, M::Of>),
) -> Option<()> {
    let mut walk = Walk { text, lexer: Lexer::new(text), meanings, visit, place: (0, 0) };
    loop {
        match walk.next()?.kind {
            Kind::End => return Some(()),
            Kind::Mark("(") => walk.parenthesis()?,
            _ => {}
        }
    }
}

/// Whose a value is.
#[derive(Clone, Copy)]
enum Owner<'a, M> {
    Argument(M),
    Variable(&'a str),
}

/// The place that the members of an object, or of parentheses, are in.
#[derive(Clone, Copy)]
enum Above<M> {
    Field,
    Value(M),
}

struct Walk<'a, 'v, M: Meanings> {
    text: &'a str,
    lexer: Lexer<'a>,
    meanings: &'v M,
    visit: &'v mut dyn FnMut(Written<'a, M::Of>),
    place: Place,
}

impl<'a, M: Meanings> Walk<'a, '_, M> {
    fn next(&mut self) -> Option<Token<'a>> {
        let before = self.place.1;
        let token = self.lexer.next().ok()?;
        let end = self.text.len() - self.lexer.left();
        self.place = (end - token.source.len(), end);
        let gap = (before, self.place.0);
        if self.text[gap.0..gap.1].contains('#') {
            (self.visit)(Written::Comment(gap));
        }
        Some(token)
    }

    /// Arguments or definitions of variables.
    fn parenthesis(&mut self) -> Option<()> {
        let first = self.next()?;
        match first.kind {
            Kind::Mark("$") => self.definitions(),
            _ => self.members(first, ")", Above::Field),
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

    fn members(&mut self, first: Token<'a>, close: &str, above: Above<M::Of>) -> Option<()> {
        let mut name = first;
        while name.kind != Kind::End && !matches!(name.kind, Kind::Mark(mark) if mark == close) {
            let meaning = match above {
                Above::Field => self.meanings.argument(name.source),
                Above::Value(within) => self.meanings.member(name.source, within),
            };
            self.next()?;
            let value = self.next()?;
            self.value(value, Owner::Argument(meaning))?;
            name = self.next()?;
        }
        Some(())
    }

    fn value(&mut self, token: Token<'a>, owner: Owner<'a, M::Of>) -> Option<()> {
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
                let within = match owner {
                    Owner::Argument(meaning) => meaning,
                    Owner::Variable(_) => self.meanings.of_default(),
                };
                self.members(first, "}", Above::Value(within))?;
            }
            (Kind::Mark("$"), Owner::Argument(meaning)) => {
                let name = self.next()?.source;
                (self.visit)(Written::Variable { name, meaning });
            }
            (_, Owner::Argument(meaning)) => {
                (self.visit)(Written::Literal(meaning, literal(&token, place)));
            }
            (_, Owner::Variable(of)) => {
                (self.visit)(Written::Default { of, literal: literal(&token, place) });
            }
        }
        Some(())
    }
}

fn literal<'a>(token: &Token<'a>, place: Place) -> Literal<'a> {
    let text = &*token.text;
    let value = match token.kind {
        Kind::Int | Kind::Float => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        Kind::Name if matches!(text, "true" | "false" | "null") => {
            serde_json::from_str(text).unwrap_or_default()
        }
        Kind::Name | Kind::String | Kind::Block | Kind::Mark(_) | Kind::End => Value::from(text),
    };
    Literal { value, source: token.source, place }
}

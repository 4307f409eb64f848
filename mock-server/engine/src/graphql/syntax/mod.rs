//! The text of a document, read, or refused in the words of graphql-js. Tokens and nesting are
//! limited, so that every later pass is cheap.

mod definitions;
#[cfg(test)]
mod tests;
mod tokens;
mod values;

use async_graphql::{
    Name,
    parser::types::{BaseType, OperationType, Type},
};

use super::{
    lexer::{Kind, Lexer, Token},
    tree::{Definition, Document, Field, Fragment, Inline, Operation, Selection, Spread, Variable},
};

type Said<T = ()> = Result<T, String>;

/// Reason why a document was not read.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// The text does not parse; the whole message.
    Syntax(String),
    /// The text is too large for anybody to tell.
    TooLarge,
}

/// Reads a document.
pub(super) fn read(document: &str) -> Result<Document, Fault> {
    let (lexer, token) = (Lexer::new(document), Token::END);
    let mut reader = Reader { lexer, token, tokens: 0, depth: 0, is_too_large: false };
    reader.document().map_err(|what| match reader.is_too_large {
        true => Fault::TooLarge,
        false => Fault::Syntax(format!("Syntax Error: {what}")),
    })
}

struct Reader<'a> {
    lexer: Lexer<'a>,
    token: Token<'a>,
    tokens: usize,
    depth: usize,
    is_too_large: bool,
}

impl Reader<'_> {
    fn document(&mut self) -> Said<Document> {
        self.advance()?;
        let mut definitions = vec![self.definition()?];
        while self.token.kind != Kind::End {
            definitions.push(self.definition()?);
        }
        Ok(Document { definitions })
    }

    fn definition(&mut self) -> Said<Definition> {
        let described = self.description()?;
        if self.peek("{") {
            if described {
                return Err("Unexpected description, descriptions are not supported on shorthand \
                            queries."
                    .to_owned());
            }
            let selections = self.selections()?;
            let ty = OperationType::Query;
            let (variables, directives) = (Vec::new(), Vec::new());
            let operation = Operation { ty, name: None, variables, directives, selections };
            return Ok(Definition::Operation(operation));
        }
        if self.token.kind != Kind::Name {
            return Err(self.unexpected());
        }
        match &*self.token.text {
            "query" => self.operation(OperationType::Query),
            "mutation" => self.operation(OperationType::Mutation),
            "subscription" => self.operation(OperationType::Subscription),
            "fragment" => self.fragment(),
            word if definitions::KEYWORDS.contains(&word) => self.type_system(false),
            _ if described => Err("Unexpected description, only GraphQL definitions support \
                                   descriptions."
                .to_owned()),
            "extend" => {
                self.advance()?;
                self.extension()
            }
            _ => Err(self.unexpected()),
        }
    }

    fn operation(&mut self, ty: OperationType) -> Said<Definition> {
        self.advance()?;
        let name = if self.token.kind == Kind::Name { Some(self.name()?) } else { None };
        let mut variables = Vec::new();
        if self.skip("(")? {
            variables = self.list(")", Self::variable)?;
        }
        let directives = self.directives(false)?;
        let selections = self.selections()?;
        Ok(Definition::Operation(Operation { ty, name, variables, directives, selections }))
    }

    fn fragment(&mut self) -> Said<Definition> {
        self.advance()?;
        if self.token.text == "on" {
            return Err(self.unexpected());
        }
        let name = self.name()?;
        self.keyword("on")?;
        let on = self.name()?;
        let directives = self.directives(false)?;
        let selections = self.selections()?;
        Ok(Definition::Fragment(Fragment { name, on, directives, selections }))
    }

    fn variable(&mut self) -> Said<Variable> {
        self.description()?;
        self.expect("$")?;
        let name = self.name()?;
        self.expect(":")?;
        let of = self.type_reference()?;
        let default = if self.skip("=")? { Some(self.value(true)?) } else { None };
        let directives = self.directives(true)?;
        Ok(Variable { name, of, default, directives })
    }

    fn type_reference(&mut self) -> Said<Type> {
        self.deeper(|reader| {
            let base = if reader.skip("[")? {
                let inner = reader.type_reference()?;
                reader.expect("]")?;
                BaseType::List(Box::new(inner))
            } else {
                BaseType::Named(Name::new(reader.name()?))
            };
            Ok(Type { base, nullable: !reader.skip("!")? })
        })
    }

    fn selections(&mut self) -> Said<Vec<Selection>> {
        self.deeper(|reader| {
            reader.expect("{")?;
            reader.list("}", Self::selection)
        })
    }

    fn selection(&mut self) -> Said<Selection> {
        if self.skip("...")? {
            let condition = self.token.kind == Kind::Name && self.token.text == "on";
            if self.token.kind == Kind::Name && !condition {
                let fragment = self.name()?;
                let directives = self.directives(false)?;
                return Ok(Selection::Spread(Spread { fragment, directives }));
            }
            let mut on = None;
            if condition {
                self.advance()?;
                on = Some(self.name()?);
            }
            let directives = self.directives(false)?;
            let selections = self.selections()?;
            return Ok(Selection::Inline(Inline { on, directives, selections }));
        }
        let first = self.name()?;
        let (alias, name) =
            if self.skip(":")? { (Some(first), self.name()?) } else { (None, first) };
        let arguments = self.arguments(false)?;
        let directives = self.directives(false)?;
        let selections = if self.peek("{") { self.selections()? } else { Vec::new() };
        Ok(Selection::Field(Field { alias, name, arguments, directives, selections }))
    }
}

//! Reads the text of a document, or says what graphql-js would say of it. There are limits, so that
//! every later pass is cheap.

use async_graphql::{
    Name,
    parser::types::{BaseType, OperationType, Type},
};

use super::{
    bounds::{NESTING, TOKENS},
    definitions,
    lexer::{Kind, Lexer, Token},
    tree::{
        Definition, Directive, Document, Field, Fragment, Inline, Member, Operation, Selection,
        Spread, Value, Variable,
    },
};

pub(super) type Said<T = ()> = Result<T, String>;

/// Why a document was not read.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// It does not parse; the whole message.
    Syntax(String),
    /// It is too large for anybody to tell.
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

pub(super) struct Reader<'a> {
    lexer: Lexer<'a>,
    pub(super) token: Token<'a>,
    pub(super) tokens: usize,
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

    pub(super) fn type_reference(&mut self) -> Said<Type> {
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

    fn arguments(&mut self, constant: bool) -> Said<Vec<Member>> {
        if !self.skip("(")? {
            return Ok(Vec::new());
        }
        self.list(")", |reader| reader.member(constant))
    }

    fn member(&mut self, constant: bool) -> Said<Member> {
        let name = self.name()?;
        self.expect(":")?;
        let value = self.value(constant)?;
        Ok(Member { name, value })
    }

    pub(super) fn directives(&mut self, constant: bool) -> Said<Vec<Directive>> {
        let mut directives = Vec::new();
        while self.skip("@")? {
            let name = self.name()?;
            let arguments = self.arguments(constant)?;
            directives.push(Directive { name, arguments });
        }
        Ok(directives)
    }

    pub(super) fn value(&mut self, constant: bool) -> Said<Value> {
        self.deeper(|reader| match reader.token.kind {
            Kind::Mark("[") => {
                reader.advance()?;
                let mut items = Vec::new();
                while !reader.skip("]")? {
                    items.push(reader.value(constant)?);
                }
                Ok(Value::List(items))
            }
            Kind::Mark("{") => {
                reader.advance()?;
                let mut members = Vec::new();
                while !reader.skip("}")? {
                    members.push(reader.member(constant)?);
                }
                Ok(Value::Object(members))
            }
            Kind::Mark("$") if constant => {
                reader.advance()?;
                if reader.token.kind == Kind::Name {
                    let name = &reader.token.text;
                    return Err(format!("Unexpected variable \"${name}\" in constant value."));
                }
                Err("Unexpected \"$\".".to_owned())
            }
            Kind::Mark("$") => {
                reader.advance()?;
                Ok(Value::Variable(reader.name()?))
            }
            Kind::End | Kind::Mark(_) => Err(reader.unexpected()),
            Kind::Int => Ok(Value::Int(reader.take()?)),
            Kind::Float => Ok(Value::Float(reader.take()?)),
            Kind::String => Ok(Value::String(reader.take()?)),
            Kind::Block => Ok(Value::Block(reader.take()?)),
            Kind::Name => Ok(match reader.take()? {
                word if word == "true" => Value::Boolean(true),
                word if word == "false" => Value::Boolean(false),
                word if word == "null" => Value::Null,
                word => Value::Enum(word),
            }),
        })
    }

    /// At least one of something, up to a closing mark.
    fn list<T>(&mut self, close: &str, one: impl Fn(&mut Self) -> Said<T>) -> Said<Vec<T>> {
        let mut all = vec![one(self)?];
        while !self.skip(close)? {
            all.push(one(self)?);
        }
        Ok(all)
    }

    /// The same, of which nothing is kept.
    pub(super) fn until(&mut self, close: &str, one: impl Fn(&mut Self) -> Said) -> Said {
        self.list(close, one).map(drop)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Said<T>) -> Said<T> {
        self.depth += 1;
        if self.depth > NESTING {
            self.is_too_large = true;
            return Err(String::new());
        }
        let found = read(self)?;
        self.depth -= 1;
        Ok(found)
    }

    fn advance(&mut self) -> Said {
        self.take().map(drop)
    }

    /// The text of this token; the next one follows.
    fn take(&mut self) -> Said<String> {
        let next = self.lexer.next()?;
        self.tokens += 1;
        if self.tokens > TOKENS {
            self.is_too_large = true;
            return Err(String::new());
        }
        Ok(std::mem::replace(&mut self.token, next).text.into_owned())
    }

    pub(super) fn description(&mut self) -> Said<bool> {
        let there = matches!(self.token.kind, Kind::String | Kind::Block);
        if there {
            self.advance()?;
        }
        Ok(there)
    }

    pub(super) fn peek(&self, mark: &str) -> bool {
        matches!(self.token.kind, Kind::Mark(found) if found == mark)
    }

    pub(super) fn skip(&mut self, mark: &str) -> Said<bool> {
        if !self.peek(mark) {
            return Ok(false);
        }
        self.advance()?;
        Ok(true)
    }

    pub(super) fn expect(&mut self, mark: &str) -> Said {
        if self.skip(mark)? {
            return Ok(());
        }
        Err(format!("Expected \"{mark}\", found {}.", self.token.described()))
    }

    pub(super) fn keyword(&mut self, word: &str) -> Said {
        if self.token.kind == Kind::Name && self.token.text == word {
            return self.advance();
        }
        Err(format!("Expected \"{word}\", found {}.", self.token.described()))
    }

    pub(super) fn name(&mut self) -> Said<String> {
        if self.token.kind == Kind::Name {
            return self.take();
        }
        Err(format!("Expected Name, found {}.", self.token.described()))
    }

    pub(super) fn unexpected(&self) -> String {
        format!("Unexpected {}.", self.token.described())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, read};

    #[test]
    fn documents_are_documents() {
        for document in [
            "{ a }",
            "query Q($a: [Int!]! = [1], $b: S = {x: -1.5e3}) @d { ...F ... on T @skip(if: $a) { b: \
             c(x: \"\\u00e9\", y: \"\"\"block \\\"\"\" \"\"\") } } fragment F on T { a }",
            "# comment\n{ a, b }",
            "subscription { a }",
            "\"of a\" query Q(\"of $a\" $a: Int @d) { a }",
            "type X implements A & B @d { \"a\" a(x: [Int!] = [1] @d): B @d } extend schema @d scalar S \
             union U = | A | B enum E { A B @d } input I { a: Int = 1 } schema { query: Q } directive \
             @d(a: Int) repeatable on | FIELD | QUERY interface N { a: B } extend input I @d",
        ] {
            assert!(read(document).is_ok(), "{document}: {:?}", read(document));
        }
    }

    /// Each message as graphql-js 16 prints it.
    #[test]
    fn errors_are_worded_like_graphql_js() {
        for (document, message) in [
            ("{ a", "Expected Name, found <EOF>."),
            ("", "Unexpected <EOF>."),
            ("{}", "Expected Name, found \"}\"."),
            ("{ a(x: ) }", "Unexpected \")\"."),
            ("{ a() }", "Expected Name, found \")\"."),
            ("query ($a Int) { a }", "Expected \":\", found Name \"Int\"."),
            ("query ($a: Int = $b) { a }", "Unexpected variable \"$b\" in constant value."),
            ("fragment on on T { a }", "Unexpected Name \"on\"."),
            ("fragment F T { a }", "Expected \"on\", found Name \"T\"."),
            ("notAnOperation { a }", "Unexpected Name \"notAnOperation\"."),
            ("{ a(x: 01) }", "Invalid number, unexpected digit after 0: \"1\"."),
            ("{ a(x: 1a) }", "Invalid number, expected digit but got: \"a\"."),
            ("{ a(x: \"b) }", "Unterminated string."),
            ("{ a(x: \"\\x\") }", "Invalid character escape sequence: \"\\x\"."),
            ("{ a } \"x\"", "Unexpected <EOF>."),
            (
                "\"x\" { a }",
                "Unexpected description, descriptions are not supported on shorthand queries.",
            ),
            ("type X {}", "Expected Name, found \"}\"."),
            ("extend type X", "Unexpected <EOF>."),
            ("directive @x on FIELD | HERE", "Unexpected Name \"HERE\"."),
            ("{ a ? }", "Unexpected character: \"?\"."),
            (
                "{ a(x: 'b') }",
                "Unexpected single quote character ('), did you mean to use a double quote (\")?",
            ),
        ] {
            let said = read(document).unwrap_err();
            assert_eq!(said, Fault::Syntax(format!("Syntax Error: {message}")), "{document}");
        }
    }

    #[test]
    fn what_is_too_large_is_told_apart() {
        let nested = format!("{}b{}", "{ a ".repeat(61), " }".repeat(61));
        for document in [nested, format!("{{ {} ? }}", "a ".repeat(15_000))] {
            assert_eq!(read(&document).unwrap_err(), Fault::TooLarge);
        }
    }
}

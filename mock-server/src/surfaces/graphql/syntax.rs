//! Is this text a document, and if not, what would graphql-js say? The executing library parses it
//! once more; this pass is for the words, and for limits that keep every later pass cheap.

use super::lexer::{Kind, Lexer, Token};

/// More tokens than any sensible document has.
const MOST_TOKENS: usize = 15_000;
/// Deeper than any sensible document is, and no deeper than the executing library reads.
const DEEPEST: usize = 60;

type Said<T = ()> = Result<T, String>;

/// Reads a document; an error is the whole message.
pub(super) fn check(document: &str) -> Result<(), String> {
    let mut reader = Reader {
        lexer: Lexer::new(document),
        token: Token { kind: Kind::End, text: "" },
        tokens: 0,
        depth: 0,
    };
    reader.document().map_err(|what| format!("Syntax Error: {what}"))
}

struct Reader<'a> {
    lexer: Lexer<'a>,
    token: Token<'a>,
    tokens: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Said {
        self.advance()?;
        self.definition()?;
        while self.token.kind != Kind::End {
            self.definition()?;
        }
        Ok(())
    }

    fn definition(&mut self) -> Said {
        if self.peek("{") {
            return self.selections();
        }
        match (self.token.kind, self.token.text) {
            (Kind::Name, "query" | "mutation" | "subscription") => {
                self.advance()?;
                if self.token.kind == Kind::Name {
                    self.advance()?;
                }
                if self.skip("(")? {
                    self.until(")", Self::variable_definition)?;
                }
                self.directives(false)?;
                self.selections()
            }
            (Kind::Name, "fragment") => {
                self.advance()?;
                if self.token.text == "on" {
                    return Err(self.unexpected());
                }
                self.name()?;
                self.keyword("on")?;
                self.name()?;
                self.directives(false)?;
                self.selections()
            }
            _ => Err(self.unexpected()),
        }
    }

    fn variable_definition(&mut self) -> Said {
        self.expect("$")?;
        self.name()?;
        self.expect(":")?;
        self.type_reference()?;
        if self.skip("=")? {
            self.value(true)?;
        }
        self.directives(true)
    }

    fn type_reference(&mut self) -> Said {
        self.deeper(|reader| {
            if reader.skip("[")? {
                reader.type_reference()?;
                reader.expect("]")?;
            } else {
                reader.name()?;
            }
            reader.skip("!").map(drop)
        })
    }

    fn selections(&mut self) -> Said {
        self.deeper(|reader| {
            reader.expect("{")?;
            reader.until("}", Self::selection)
        })
    }

    fn selection(&mut self) -> Said {
        if self.skip("...")? {
            let condition = self.token.kind == Kind::Name && self.token.text == "on";
            if self.token.kind == Kind::Name && !condition {
                self.advance()?;
                return self.directives(false);
            }
            if condition {
                self.advance()?;
                self.name()?;
            }
            self.directives(false)?;
            return self.selections();
        }
        self.name()?;
        if self.skip(":")? {
            self.name()?;
        }
        self.arguments(false)?;
        self.directives(false)?;
        if self.peek("{") { self.selections() } else { Ok(()) }
    }

    fn arguments(&mut self, constant: bool) -> Said {
        if !self.skip("(")? {
            return Ok(());
        }
        self.until(")", |reader| reader.member(constant))
    }

    fn member(&mut self, constant: bool) -> Said {
        self.name()?;
        self.expect(":")?;
        self.value(constant)
    }

    fn directives(&mut self, constant: bool) -> Said {
        while self.skip("@")? {
            self.name()?;
            self.arguments(constant)?;
        }
        Ok(())
    }

    fn value(&mut self, constant: bool) -> Said {
        self.deeper(|reader| match reader.token.kind {
            Kind::Mark("[") => {
                reader.advance()?;
                while !reader.skip("]")? {
                    reader.value(constant)?;
                }
                Ok(())
            }
            Kind::Mark("{") => {
                reader.advance()?;
                while !reader.skip("}")? {
                    reader.member(constant)?;
                }
                Ok(())
            }
            Kind::Mark("$") if constant => {
                let dollar = reader.token;
                reader.advance()?;
                if reader.token.kind == Kind::Name {
                    let name = reader.token.text;
                    return Err(format!("Unexpected variable \"${name}\" in constant value."));
                }
                Err(format!("Unexpected {}.", dollar.described()))
            }
            Kind::Mark("$") => {
                reader.advance()?;
                reader.name()
            }
            Kind::Int | Kind::Float | Kind::String | Kind::Block | Kind::Name => reader.advance(),
            Kind::End | Kind::Mark(_) => Err(reader.unexpected()),
        })
    }

    /// At least one of something, up to a closing mark.
    fn until(&mut self, close: &'static str, one: impl Fn(&mut Self) -> Said) -> Said {
        one(self)?;
        while !self.skip(close)? {
            one(self)?;
        }
        Ok(())
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Said) -> Said {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("Document is nested more than {DEEPEST} levels deep."));
        }
        read(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn advance(&mut self) -> Said {
        self.tokens += 1;
        if self.tokens > MOST_TOKENS {
            return Err(format!(
                "Document contains more that {MOST_TOKENS} tokens. Parsing aborted."
            ));
        }
        self.token = self.lexer.next()?;
        Ok(())
    }

    fn peek(&self, mark: &str) -> bool {
        matches!(self.token.kind, Kind::Mark(found) if found == mark)
    }

    fn skip(&mut self, mark: &str) -> Said<bool> {
        if !self.peek(mark) {
            return Ok(false);
        }
        self.advance()?;
        Ok(true)
    }

    fn expect(&mut self, mark: &'static str) -> Said {
        if self.skip(mark)? {
            return Ok(());
        }
        Err(format!("Expected \"{mark}\", found {}.", self.token.described()))
    }

    fn keyword(&mut self, word: &str) -> Said {
        if self.token.kind == Kind::Name && self.token.text == word {
            return self.advance();
        }
        Err(format!("Expected \"{word}\", found {}.", self.token.described()))
    }

    fn name(&mut self) -> Said {
        if self.token.kind == Kind::Name {
            return self.advance();
        }
        Err(format!("Expected Name, found {}.", self.token.described()))
    }

    fn unexpected(&self) -> String {
        format!("Unexpected {}.", self.token.described())
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn documents_are_documents() {
        for document in [
            "{ a }",
            "query Q($a: [Int!]! = [1], $b: S = {x: -1.5e3}) @d { ...F ... on T @skip(if: $a) { b: \
             c(x: \"\\u00e9\", y: \"\"\"block \\\"\"\" \"\"\") } } fragment F on T { a }",
            "# comment\n{ a, b }",
            "subscription { a }",
        ] {
            assert_eq!(check(document), Ok(()), "{document}");
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
            ("{ a ? }", "Unexpected character: \"?\"."),
            (
                "{ a(x: 'b') }",
                "Unexpected single quote character ('), did you mean to use a double quote (\")?",
            ),
        ] {
            assert_eq!(check(document), Err(format!("Syntax Error: {message}")), "{document}");
        }
    }
}

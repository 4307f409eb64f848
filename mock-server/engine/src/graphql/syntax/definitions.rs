//! Definitions of types inside a document. They can be written, and validation refuses them by
//! name; what they say is read over.

use super::{Reader, Said};
use crate::graphql::{lexer::Kind, tree::Definition};

/// Where a directive may be used.
const PLACES: [&str; 19] = [
    "QUERY",
    "MUTATION",
    "SUBSCRIPTION",
    "FIELD",
    "FRAGMENT_DEFINITION",
    "FRAGMENT_SPREAD",
    "INLINE_FRAGMENT",
    "VARIABLE_DEFINITION",
    "SCHEMA",
    "SCALAR",
    "OBJECT",
    "FIELD_DEFINITION",
    "ARGUMENT_DEFINITION",
    "INTERFACE",
    "UNION",
    "ENUM",
    "ENUM_VALUE",
    "INPUT_OBJECT",
    "INPUT_FIELD_DEFINITION",
];

/// The words that such a definition begins with.
pub(super) const KEYWORDS: [&str; 8] =
    ["schema", "scalar", "type", "interface", "union", "enum", "input", "directive"];

impl Reader<'_> {
    /// `extend type X …`, from behind `extend`.
    pub(super) fn extension(&mut self) -> Said<Definition> {
        if !self.at_word(&KEYWORDS[..7]) {
            return Err(self.unexpected());
        }
        let named = if self.at_word(&["schema"]) { 1 } else { 2 };
        let before = self.tokens;
        let definition = self.type_system(true)?;
        if self.tokens == before + named {
            return Err(self.unexpected());
        }
        Ok(definition)
    }

    /// A definition, from its keyword.
    pub(super) fn type_system(&mut self, extends: bool) -> Said<Definition> {
        let word = self.name()?;
        if word == "schema" {
            self.directives(true)?;
            if !extends || self.peek("{") {
                self.expect("{")?;
                self.until("}", Self::operation_type)?;
            }
            return Ok(Definition::TypeSystem(None));
        }
        if word == "directive" {
            return self.directive_definition();
        }
        let name = self.name()?;
        if matches!(&*word, "type" | "interface") && self.at_word(&["implements"]) {
            self.name()?;
            self.separated("&", |reader| reader.name().map(drop))?;
        }
        self.directives(true)?;
        match &*word {
            "union" if self.skip("=")? => self.separated("|", |reader| reader.name().map(drop))?,
            "type" | "interface" if self.skip("{")? => self.until("}", Self::field_definition)?,
            "enum" if self.skip("{")? => self.until("}", Self::enum_value)?,
            "input" if self.skip("{")? => self.until("}", Self::input_value)?,
            _ => {}
        }
        Ok(Definition::TypeSystem(Some(name)))
    }

    fn directive_definition(&mut self) -> Said<Definition> {
        self.expect("@")?;
        let name = self.name()?;
        self.argument_definitions()?;
        if self.at_word(&["repeatable"]) {
            self.name()?;
        }
        self.keyword("on")?;
        self.separated("|", |reader| {
            let place = reader.token.clone();
            let name = reader.name()?;
            if PLACES.contains(&&*name) {
                return Ok(());
            }
            Err(format!("Unexpected {}.", place.described()))
        })?;
        Ok(Definition::TypeSystem(Some(name)))
    }

    fn operation_type(&mut self) -> Said {
        let word = self.token.clone();
        let name = self.name()?;
        if !matches!(&*name, "query" | "mutation" | "subscription") {
            return Err(format!("Unexpected {}.", word.described()));
        }
        self.expect(":")?;
        self.name().map(drop)
    }

    fn field_definition(&mut self) -> Said {
        self.description()?;
        self.name()?;
        self.argument_definitions()?;
        self.expect(":")?;
        self.type_reference()?;
        self.directives(true).map(drop)
    }

    fn argument_definitions(&mut self) -> Said {
        if self.skip("(")? { self.until(")", Self::input_value) } else { Ok(()) }
    }

    fn input_value(&mut self) -> Said {
        self.description()?;
        self.name()?;
        self.expect(":")?;
        self.type_reference()?;
        if self.skip("=")? {
            self.value(true)?;
        }
        self.directives(true).map(drop)
    }

    fn enum_value(&mut self) -> Said {
        self.description()?;
        if matches!(&*self.token.text, "true" | "false" | "null") {
            let word = self.token.described();
            return Err(format!("{word} is reserved and cannot be used for an enum value."));
        }
        self.name()?;
        self.directives(true).map(drop)
    }

    /// Something between marks, of which one may come first.
    fn separated(&mut self, mark: &'static str, one: impl Fn(&mut Self) -> Said) -> Said {
        self.skip(mark)?;
        one(self)?;
        while self.skip(mark)? {
            one(self)?;
        }
        Ok(())
    }

    fn at_word(&self, words: &[&str]) -> bool {
        self.token.kind == Kind::Name && words.contains(&&*self.token.text)
    }
}

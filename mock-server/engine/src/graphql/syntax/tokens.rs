//! Tokens, one after the other, with the words of graphql-js for one that is not expected.

use super::{Reader, Said};
use crate::graphql::{
    bounds::{NESTING, TOKENS},
    lexer::Kind,
};

impl Reader<'_> {
    /// At least one of something, up to a closing mark.
    pub(super) fn list<T>(
        &mut self,
        close: &str,
        one: impl Fn(&mut Self) -> Said<T>,
    ) -> Said<Vec<T>> {
        let mut all = vec![one(self)?];
        while !self.skip(close)? {
            all.push(one(self)?);
        }
        Ok(all)
    }

    /// At least one of something, of which nothing is kept.
    pub(super) fn until(&mut self, close: &str, one: impl Fn(&mut Self) -> Said) -> Said {
        self.list(close, one).map(drop)
    }

    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Said<T>) -> Said<T> {
        self.depth += 1;
        if self.depth > NESTING {
            self.is_too_large = true;
            return Err(String::new());
        }
        let found = read(self)?;
        self.depth -= 1;
        Ok(found)
    }

    pub(super) fn advance(&mut self) -> Said {
        self.take().map(drop)
    }

    /// The text of this token; the next one follows.
    pub(super) fn take(&mut self) -> Said<String> {
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

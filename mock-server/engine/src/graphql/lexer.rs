//! Tokens of a document, as graphql-js reads them (GraphQL October 2021, section 2.1).

use std::borrow::Cow;

use super::strings;

/// A kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The end of the document.
    End,
    /// One of `! $ & ( ) ... : = @ [ ] { | }`.
    Mark(&'static str),
    /// A name.
    Name,
    /// A whole number.
    Int,
    /// A number with fraction or exponent.
    Float,
    /// A text.
    String,
    /// A text in three quotes.
    Block,
}

/// A token with its text; of a string, its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: Cow<'a, str>,
    /// As it is written, with its quotes.
    pub(super) source: &'a str,
}

impl Kind {
    /// Name of the token in the messages of graphql-js.
    pub(super) fn described(self) -> String {
        match self {
            Self::End => "<EOF>".to_owned(),
            Self::Mark(mark) => format!("\"{mark}\""),
            Self::Name => "Name".to_owned(),
            Self::Int => "Int".to_owned(),
            Self::Float => "Float".to_owned(),
            Self::String => "String".to_owned(),
            Self::Block => "BlockString".to_owned(),
        }
    }
}

impl Token<'_> {
    /// The end of every document.
    pub(super) const END: Self = Self { kind: Kind::End, text: Cow::Borrowed(""), source: "" };

    /// Name of the token in the messages of graphql-js, with its text.
    pub(super) fn described(&self) -> String {
        match self.kind {
            Kind::End | Kind::Mark(_) => self.kind.described(),
            kind => format!("{} \"{}\"", kind.described(), self.text),
        }
    }
}

const MARKS: [&str; 14] = ["...", "!", "$", "&", "(", ")", ":", "=", "@", "[", "]", "{", "|", "}"];

/// Reads a document token by token.
pub(super) struct Lexer<'a> {
    rest: &'a str,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(document: &'a str) -> Self {
        Self { rest: document.strip_prefix('\u{feff}').unwrap_or(document) }
    }

    /// Number of bytes of the document that are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next token; what is none is told in the words of graphql-js.
    pub(super) fn next(&mut self) -> Result<Token<'a>, String> {
        self.skip_ignored();
        let Some(first) = self.rest.chars().next() else {
            return Ok(Token::END);
        };
        if let Some(mark) = MARKS.into_iter().find(|mark| self.rest.starts_with(mark)) {
            return Ok(self.take(Kind::Mark(mark), mark.len()));
        }
        match first {
            'a'..='z' | 'A'..='Z' | '_' => {
                let part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
                let length = self.rest.find(|letter| !part(letter)).unwrap_or(self.rest.len());
                Ok(self.take(Kind::Name, length))
            }
            '0'..='9' | '-' => self.number(),
            '"' => match self.rest.strip_prefix("\"\"\"") {
                Some(body) => self.take_string(Kind::Block, body, strings::block),
                None => self.take_string(Kind::String, &self.rest[1..], strings::string),
            },
            '\'' => {
                Err("Unexpected single quote character ('), did you mean to use a double quote \
                         (\")?"
                    .to_owned())
            }
            other => Err(format!("Unexpected character: {}.", printed(Some(other)))),
        }
    }

    fn take(&mut self, kind: Kind, length: usize) -> Token<'a> {
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        Token { kind, text: Cow::Borrowed(text), source: text }
    }

    fn skip_ignored(&mut self) {
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r', ',', '\u{feff}']);
            let Some(comment) = self.rest.strip_prefix('#') else { return };
            self.rest = &comment[comment.find(['\n', '\r']).unwrap_or(comment.len())..];
        }
    }

    fn number(&mut self) -> Result<Token<'a>, String> {
        let bytes = self.rest.as_bytes();
        let mut at = usize::from(bytes[0] == b'-');
        let mut float = false;
        if bytes.get(at) == Some(&b'0') {
            at += 1;
            if bytes.get(at).is_some_and(u8::is_ascii_digit) {
                let digit = printed(self.rest[at..].chars().next());
                return Err(format!("Invalid number, unexpected digit after 0: {digit}."));
            }
        } else {
            at = self.digits(at)?;
        }
        if bytes.get(at) == Some(&b'.') {
            float = true;
            at = self.digits(at + 1)?;
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            float = true;
            at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            at = self.digits(at)?;
        }
        let follows = self.rest[at..].chars().next();
        if follows.is_some_and(|next| next == '.' || next == '_' || next.is_ascii_alphabetic()) {
            return Err(format!("Invalid number, expected digit but got: {}.", printed(follows)));
        }
        Ok(self.take(if float { Kind::Float } else { Kind::Int }, at))
    }

    fn digits(&self, start: usize) -> Result<usize, String> {
        let count = self.rest[start..].bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            let found = printed(self.rest[start..].chars().next());
            return Err(format!("Invalid number, expected digit but got: {found}."));
        }
        Ok(start + count)
    }

    fn take_string(
        &mut self,
        kind: Kind,
        body: &'a str,
        read: fn(&str) -> Result<(String, usize), String>,
    ) -> Result<Token<'a>, String> {
        let (value, length) = read(body)?;
        let quotes = self.rest.len() - body.len();
        let token = self.take(kind, quotes + length);
        Ok(Token { text: Cow::Owned(value), ..token })
    }
}

fn printed(letter: Option<char>) -> String {
    match letter {
        None => "<EOF>".to_owned(),
        Some('"') => "'\"'".to_owned(),
        Some(letter) if (' '..='~').contains(&letter) => format!("\"{letter}\""),
        Some(letter) => format!("U+{:04X}", u32::from(letter)),
    }
}

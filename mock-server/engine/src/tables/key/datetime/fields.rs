//! The fields of a text: what its characters are, before anybody asks what they mean.

use super::Misfit;

/// Form of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Digits, perhaps with a decimal point.
    Number,
    /// Digits or words with separators of dates between them.
    Date,
    /// Digits with colons.
    Time,
    /// A sign and digits: a distance from UTC.
    Zone,
    /// Letters.
    Word,
    /// A sign and letters.
    Signed,
}

/// The most fields, and the most characters, of a text.
const MOST_FIELDS: usize = 25;
const MOST_BYTES: usize = 128 + MOST_FIELDS;

/// Cuts a text into fields, in small letters.
pub(super) fn cut(text: &str) -> Result<Vec<(Shape, String)>, Misfit> {
    let mut cursor = Cursor { rest: text };
    let mut fields = Vec::new();
    let mut bytes = 0;
    while let Some(next) = cursor.peek() {
        let field = match next {
            blank if is_blank(blank) => {
                cursor.bump();
                continue;
            }
            digit if digit.is_ascii_digit() => cursor.number(),
            '.' => (Shape::Number, cursor.fraction()),
            letter if letter.is_ascii_alphabetic() => cursor.word(),
            '+' | '-' => cursor.signed()?,
            mark if mark.is_ascii_punctuation() => {
                cursor.bump();
                continue;
            }
            _ => return Err(Misfit::Syntax),
        };
        bytes += field.1.len() + 1;
        fields.push(field);
        if fields.len() > MOST_FIELDS || bytes > MOST_BYTES {
            return Err(Misfit::Syntax);
        }
    }
    Ok(fields)
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}

fn is_separator(character: char) -> bool {
    matches!(character, '-' | '/' | '.')
}

struct Cursor<'t> {
    rest: &'t str,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) {
        let mut rest = self.rest.chars();
        rest.next();
        self.rest = rest.as_str();
    }

    /// Takes what goes on so, in small letters.
    fn take(&mut self, field: &mut String, goes_on: impl Fn(char) -> bool) {
        while let Some(next) = self.peek().filter(|next| goes_on(*next)) {
            field.push(next.to_ascii_lowercase());
            self.bump();
        }
    }

    fn digits(&mut self, field: &mut String) {
        self.take(field, |next| next.is_ascii_digit());
    }

    /// Digits first: a time, a date or a number.
    fn number(&mut self) -> (Shape, String) {
        let mut field = String::new();
        self.digits(&mut field);
        match self.peek() {
            Some(':') => {
                self.take(&mut field, |next| next.is_ascii_digit() || matches!(next, ':' | '.'));
                (Shape::Time, field)
            }
            Some(separator) if is_separator(separator) => {
                field.push(separator);
                self.bump();
                if !self.peek().is_some_and(|next| next.is_ascii_digit()) {
                    self.take(&mut field, |next| next.is_ascii_alphanumeric() || next == separator);
                    return (Shape::Date, field);
                }
                self.digits(&mut field);
                if self.peek() == Some(separator) {
                    self.take(&mut field, |next| next.is_ascii_digit() || next == separator);
                    return (Shape::Date, field);
                }
                (if separator == '.' { Shape::Number } else { Shape::Date }, field)
            }
            _ => (Shape::Number, field),
        }
    }

    fn fraction(&mut self) -> String {
        let mut field = ".".to_owned();
        self.bump();
        self.digits(&mut field);
        field
    }

    /// Letters first: a word, or a date or zone that begins with one.
    fn word(&mut self) -> (Shape, String) {
        let mut field = String::new();
        self.take(&mut field, |next| next.is_ascii_alphabetic());
        let goes_on = match self.peek() {
            Some(next) if is_separator(next) => true,
            Some(next) if next == '+' || next.is_ascii_digit() => {
                super::words::meaning(&field).is_none()
            }
            _ => false,
        };
        if !goes_on {
            return (Shape::Word, field);
        }
        self.take(&mut field, |next| {
            next.is_ascii_alphanumeric() || is_separator(next) || matches!(next, '+' | '_' | ':')
        });
        (Shape::Date, field)
    }

    /// A sign first: a zone, or one of the infinities.
    fn signed(&mut self) -> Result<(Shape, String), Misfit> {
        let mut field = String::from(if self.peek() == Some('-') { '-' } else { '+' });
        self.bump();
        while self.peek().is_some_and(is_blank) {
            self.bump();
        }
        match self.peek() {
            Some(digit) if digit.is_ascii_digit() => {
                self.take(&mut field, |next| {
                    next.is_ascii_digit() || matches!(next, ':' | '.' | '-')
                });
                Ok((Shape::Zone, field))
            }
            Some(letter) if letter.is_ascii_alphabetic() => {
                self.take(&mut field, |next| next.is_ascii_alphabetic());
                Ok((Shape::Signed, field))
            }
            _ => Err(Misfit::Syntax),
        }
    }
}

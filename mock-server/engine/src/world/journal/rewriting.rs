//! Texts of JSON in their canonical form (RFC 8785), rewritten without values in between.
//!
//! # Rationale
//! A value costs an allocation for each member and each text in it. What a record holds is written
//! once as JSON, by `serde` or by the client; here its members get their order. A text with several
//! spellings, such as that of a fraction, is left to the way over values ([`Odd`]); a property test
//! holds both ways to the same bytes.

use std::borrow::Cow;

/// Reason to give up: the text is no JSON, has parts with several spellings, or was refused by the
/// judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odd;

/// A judge of the parts of a text; a `false` or none makes the rewriting give up.
pub trait Judge {
    /// A place in the text, as far as the judge needs it.
    type Place: Copy;

    /// The place of the whole text.
    fn top(&self) -> Self::Place;

    /// The place of a member of an object.
    fn member(&mut self, above: Self::Place, name: &str) -> Option<Self::Place>;

    /// The place of an item of a list.
    fn item(&mut self, above: Self::Place) -> Self::Place;

    /// Judges a text.
    fn text(&mut self, place: Self::Place, text: &str) -> bool;

    /// Judges a whole number, as it is written.
    fn number(&mut self, place: Self::Place, number: &str) -> bool;
}

/// Judge that lets everything pass.
pub struct Anything;

impl Judge for Anything {
    type Place = ();

    fn top(&self) {}

    fn member(&mut self, (): (), _: &str) -> Option<()> {
        Some(())
    }

    fn item(&mut self, (): ()) {}

    fn text(&mut self, (): (), _: &str) -> bool {
        true
    }

    fn number(&mut self, (): (), _: &str) -> bool {
        true
    }
}

/// Appends the canonical form of a text of JSON whose parts the judge lets pass. After an error,
/// nothing is appended.
pub fn rewrite(text: &str, judge: &mut impl Judge, out: &mut Vec<u8>) -> Result<(), Odd> {
    let start = out.len();
    let top = judge.top();
    let mut rewriter =
        Rewriter { text, at: 0, out, judge, members: Vec::new(), sorted: Vec::new(), depth: 0 };
    let done = rewriter.value(top).and_then(|()| {
        rewriter.space();
        if rewriter.at == text.len() { Ok(()) } else { Err(Odd) }
    });
    if done.is_err() {
        out.truncate(start);
    }
    done
}

/// Most levels of a text; a parser that reads it again has a limit too.
const DEEPEST: usize = 100;

/// Most digits of a number that is the same as a double and written with the same digits.
const DIGITS: usize = 15;

/// Places of a member in the output: of its name without quotation marks, and its end. It begins
/// one byte before its name.
#[derive(Clone, Copy)]
struct Member {
    name: (usize, usize),
    end: usize,
}

struct Rewriter<'r, J> {
    text: &'r str,
    at: usize,
    out: &'r mut Vec<u8>,
    judge: &'r mut J,
    /// Members of the objects that are being written, the innermost last.
    members: Vec<Member>,
    sorted: Vec<u8>,
    depth: usize,
}

impl<'r, J: Judge> Rewriter<'r, J> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes the next byte that is no white space.
    fn next(&mut self) -> Result<u8, Odd> {
        self.space();
        let byte = self.peek().ok_or(Odd)?;
        self.at += 1;
        Ok(byte)
    }

    fn value(&mut self, place: J::Place) -> Result<(), Odd> {
        self.space();
        match self.peek().ok_or(Odd)? {
            b'{' => self.nested(|rewriter| rewriter.object(place)),
            b'[' => self.nested(|rewriter| rewriter.list(place)),
            b'"' => {
                let raw = self.string()?;
                self.out.extend_from_slice(raw.as_bytes());
                let text = decoded(raw)?;
                if self.judge.text(place, &text) { Ok(()) } else { Err(Odd) }
            }
            b'-' | b'0'..=b'9' => self.number(place),
            _ => self.word(),
        }
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self) -> Result<(), Odd>) -> Result<(), Odd> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Odd);
        }
        write(self)?;
        self.depth -= 1;
        Ok(())
    }

    fn list(&mut self, place: J::Place) -> Result<(), Odd> {
        self.out.push(b'[');
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            loop {
                let item = self.judge.item(place);
                self.value(item)?;
                match self.next()? {
                    b',' => self.out.push(b','),
                    b']' => break,
                    _ => return Err(Odd),
                }
            }
        }
        self.out.push(b']');
        Ok(())
    }

    fn object(&mut self, place: J::Place) -> Result<(), Odd> {
        let first = self.members.len();
        let start = self.out.len();
        self.out.push(b'{');
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                let member = self.member(place)?;
                self.members.push(member);
                match self.next()? {
                    b',' => self.out.push(b','),
                    b'}' => break,
                    _ => return Err(Odd),
                }
            }
        }
        self.out.push(b'}');
        self.sort(first, start)
    }

    fn member(&mut self, place: J::Place) -> Result<Member, Odd> {
        self.space();
        let raw = self.string()?;
        let name = &raw[1..raw.len() - 1];
        if !name.is_ascii() || name.contains('\\') {
            return Err(Odd);
        }
        let inside = self.judge.member(place, name).ok_or(Odd)?;
        let start = self.out.len() + 1;
        self.out.extend_from_slice(raw.as_bytes());
        if self.next()? != b':' {
            return Err(Odd);
        }
        self.out.push(b':');
        self.value(inside)?;
        Ok(Member { name: (start, start + name.len()), end: self.out.len() })
    }

    /// Puts the members of the object that begins at `start` in order of their names.
    fn sort(&mut self, first: usize, start: usize) -> Result<(), Odd> {
        let Self { out, members, sorted, .. } = self;
        let own = &mut members[first..];
        let name = |member: &Member| &out[member.name.0..member.name.1];
        if !own.is_sorted_by(|one, next| name(one) < name(next)) {
            own.sort_unstable_by(|one, other| name(one).cmp(name(other)));
            if own.windows(2).any(|two| name(&two[0]) == name(&two[1])) {
                return Err(Odd);
            }
            sorted.clear();
            for member in own.iter() {
                sorted.push(b',');
                sorted.extend_from_slice(&out[member.name.0 - 1..member.end]);
            }
            out.truncate(start);
            out.push(b'{');
            out.extend_from_slice(&sorted[1..]);
            out.push(b'}');
        }
        members.truncate(first);
        Ok(())
    }

    /// Takes a text with its quotation marks, in which everything is escaped that has to be, and
    /// nothing else.
    fn string(&mut self) -> Result<&'r str, Odd> {
        if self.peek() != Some(b'"') {
            return Err(Odd);
        }
        let start = self.at;
        let text = self.text;
        let bytes = text.as_bytes();
        let mut at = start + 1;
        loop {
            match *bytes.get(at).ok_or(Odd)? {
                b'"' => break,
                b'\\' => at += escape(&bytes[at..]).ok_or(Odd)?,
                ..b' ' => return Err(Odd),
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Ok(&text[start..=at])
    }

    fn number(&mut self, place: J::Place) -> Result<(), Odd> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let first = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        let digits = self.at - first;
        let has_leading_zero = self.text.as_bytes().get(first) == Some(&b'0');
        let goes_on = matches!(self.peek(), Some(b'.' | b'e' | b'E' | b'+' | b'-'));
        let is_zero = has_leading_zero && digits == 1 && first == start;
        if goes_on || digits == 0 || digits > DIGITS || has_leading_zero && !is_zero {
            return Err(Odd);
        }
        let number = &self.text[start..self.at];
        self.out.extend_from_slice(number.as_bytes());
        if self.judge.number(place, number) { Ok(()) } else { Err(Odd) }
    }

    fn word(&mut self) -> Result<(), Odd> {
        let rest = &self.text.as_bytes()[self.at..];
        let word =
            ["null", "true", "false"].into_iter().find(|word| rest.starts_with(word.as_bytes()));
        let word = word.ok_or(Odd)?;
        self.at += word.len();
        self.out.extend_from_slice(word.as_bytes());
        Ok(())
    }
}

/// Length of an escape that the canonical form has; none of any other.
fn escape(rest: &[u8]) -> Option<usize> {
    match rest.get(1)? {
        b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => {
            let code = rest.get(2..6)?;
            let control = match code {
                [b'0', b'0', sixteens @ (b'0' | b'1'), ones] => {
                    let ones = match ones {
                        b'0'..=b'9' => ones - b'0',
                        b'a'..=b'f' => ones - b'a' + 10,
                        _ => return None,
                    };
                    (sixteens - b'0') * 16 + ones
                }
                _ => return None,
            };
            // These have shorter ones.
            (!matches!(control, 8 | 9 | 10 | 12 | 13)).then_some(6)
        }
        _ => None,
    }
}

/// The text that a text of JSON, with its quotation marks, stands for.
fn decoded(raw: &str) -> Result<Cow<'_, str>, Odd> {
    if raw.contains('\\') {
        return serde_json::from_str(raw).map(Cow::Owned).map_err(|_| Odd);
    }
    Ok(Cow::Borrowed(&raw[1..raw.len() - 1]))
}

#[cfg(test)]
mod tests;

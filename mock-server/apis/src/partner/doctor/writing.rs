//! JSON as the libraries of programming languages write it: blanks, and letters that they escape.

use super::json::{Node, Piece};

/// Letters that a library escapes although JSON lets them stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Escapes(u16);

impl Escapes {
    /// None.
    pub(super) const NONE: Self = Self(0);
    /// `<`, `>` and `&`, as Go and Rails do.
    const HTML: Self = Self(1);
    /// U+2028 and U+2029.
    const LINES: Self = Self(1 << 1);
    /// `=`, as Gson does.
    const EQUALS: Self = Self(1 << 2);
    /// `'`, as Gson and .NET do.
    const QUOTE: Self = Self(1 << 3);
    /// `+`, as .NET does.
    const PLUS: Self = Self(1 << 4);
    /// A back quote, as .NET does.
    const TICK: Self = Self(1 << 5);
    /// `"` by its number instead of by a backslash, as .NET does.
    const DOUBLE: Self = Self(1 << 6);
    /// `/`, as PHP and Foundation do.
    const SLASH: Self = Self(1 << 7);
    /// Everything beyond ASCII, as Python and PHP do.
    const BEYOND: Self = Self(1 << 8);
    /// Digits above nine in upper case, as .NET and Jackson write them.
    const UPPER: Self = Self(1 << 9);
    /// `\b` and `\f` by their numbers.
    const LONG: Self = Self(1 << 10);
    /// U+007F.
    const DELETE: Self = Self(1 << 11);

    /// Sets of escapes that libraries of programming languages make.
    const LIBRARIES: [Self; 16] = [
        Self(Self::HTML.0 | Self::LINES.0),
        Self(Self::HTML.0 | Self::LINES.0 | Self::LONG.0),
        Self(Self::HTML.0 | Self::LINES.0 | Self::EQUALS.0 | Self::QUOTE.0),
        Self(Self::SLASH.0 | Self::BEYOND.0),
        Self(Self::SLASH.0 | Self::BEYOND.0 | Self::LONG.0),
        Self(Self::BEYOND.0 | Self::DELETE.0),
        Self(Self::BEYOND.0),
        Self(Self::BEYOND.0 | Self::UPPER.0),
        Self::SLASH,
        Self(Self::SLASH.0 | Self::LINES.0),
        Self::UPPER,
        Self::LONG,
        Self(Self::UPPER.0 | Self::LONG.0),
        Self(0xfff & !(Self::EQUALS.0 | Self::SLASH.0 | Self::LONG.0)),
        Self(0xfff & !(Self::EQUALS.0 | Self::SLASH.0 | Self::LONG.0 | Self::DELETE.0)),
        Self(Self::HTML.0 | Self::LINES.0 | Self::BEYOND.0),
    ];

    /// Number of sets.
    const SETS: usize = 1 << 12;

    /// Sets that write texts differently which have letters for these escapes, each with how rare it
    /// is: those of libraries, then their unions.
    pub(super) fn choices(present: Self) -> Vec<(Self, usize)> {
        let mut found: Vec<(Self, usize)> = vec![(Self::NONE, 0)];
        let mut is_known = [false; Self::SETS];
        is_known[0] = true;
        let mut add = |set: u16, rare| {
            let set = set & present.0;
            if !std::mem::replace(&mut is_known[usize::from(set)], true) {
                found.push((Self(set), rare));
            }
        };
        Self::LIBRARIES.iter().for_each(|set| add(set.0, 1));
        for one in Self::LIBRARIES {
            Self::LIBRARIES.iter().for_each(|other| add(one.0 | other.0, 2));
            add(one.0 ^ Self::UPPER.0, 2);
        }
        (0..12).for_each(|bit| add(1 << bit, 2));
        found
    }

    /// Escapes for which these texts have letters.
    pub(super) fn present(node: &Node) -> Self {
        let mut present = 0;
        node.each_text(&mut |text| {
            text.chars().for_each(|letter| present |= Self::of(letter));
        });
        // The case of digits shows only where there are such digits.
        if present & !(Self::SLASH.0 | Self::LONG.0) != 0 {
            present |= Self::UPPER.0;
        }
        Self(present)
    }

    /// The part of these escapes for which texts have letters.
    pub(super) fn within(self, present: Self) -> Self {
        Self(self.0 & present.0)
    }

    /// The sets that a letter speaks for.
    fn of(letter: char) -> u16 {
        let one = match letter {
            '<' | '>' | '&' => Self::HTML,
            '\u{2028}' | '\u{2029}' => Self(Self::LINES.0 | Self::BEYOND.0),
            '=' => Self::EQUALS,
            '\'' => Self::QUOTE,
            '+' => Self::PLUS,
            '`' => Self::TICK,
            '"' => Self::DOUBLE,
            '/' => Self::SLASH,
            '\u{8}' | '\u{c}' => Self::LONG,
            '\u{7f}' => Self::DELETE,
            '\0'..='\x1f' => Self::UPPER,
            letter if letter.is_ascii() => Self::NONE,
            _ => Self::BEYOND,
        };
        one.0
    }

    fn has(self, set: Self) -> bool {
        self.0 & set.0 != 0
    }

    /// Writes a text in quotes.
    pub(super) fn write(self, text: &str, out: &mut String) {
        out.push('"');
        for letter in text.chars() {
            match letter {
                '"' if !self.has(Self::DOUBLE) => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{8}' if !self.has(Self::LONG) => out.push_str("\\b"),
                '\u{c}' if !self.has(Self::LONG) => out.push_str("\\f"),
                '/' if self.has(Self::SLASH) => out.push_str("\\/"),
                '\0'..='\x1f' => self.number(letter, out),
                // A slash has another escape, and the case of digits is none.
                letter if self.0 & Self::of(letter) & !(Self::SLASH.0 | Self::UPPER.0) != 0 => {
                    self.number(letter, out);
                }
                letter => out.push(letter),
            }
        }
        out.push('"');
    }

    fn number(self, letter: char, out: &mut String) {
        let mut units = [0; 2];
        for unit in letter.encode_utf16(&mut units) {
            let escape = match self.has(Self::UPPER) {
                true => format!("\\u{unit:04X}"),
                false => format!("\\u{unit:04x}"),
            };
            out.push_str(&escape);
        }
    }
}

/// Where blanks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    comma: &'static str,
    colon: &'static str,
    indent: Option<&'static str>,
}

impl Layout {
    const fn of(comma: &'static str, colon: &'static str, indent: Option<&'static str>) -> Self {
        Self { comma, colon, indent }
    }

    /// Nowhere.
    pub(super) const COMPACT: Self = Self::of(",", ":", None);

    /// All of them.
    pub(super) const ALL: [Self; 9] = [
        Self::COMPACT,
        Self::of(", ", ": ", None),
        Self::of(",", ": ", None),
        Self::of(", ", ":", None),
        Self::of(",", ": ", Some("  ")),
        Self::of(",", ": ", Some("    ")),
        Self::of(",", ": ", Some("\t")),
        Self::of(",", ": ", Some(" ")),
        Self::of(",", " : ", Some("  ")),
    ];
}

/// Writes a value.
pub(super) fn write(node: &Node, layout: Layout, escapes: Escapes) -> String {
    let mut out = String::new();
    value(node, layout, escapes, 0, &mut out);
    out
}

fn value(node: &Node, layout: Layout, escapes: Escapes, depth: usize, out: &mut String) {
    match node {
        Node::Text(text) => escapes.write(text, out),
        Node::Word(word) => out.push_str(word),
        Node::List(items) => {
            block(('[', ']'), items, layout, depth, out, &mut |item, out| {
                value(item, layout, escapes, depth + 1, out);
            });
        }
        Node::Object(members) => {
            block(('{', '}'), members, layout, depth, out, &mut |(name, member), out| {
                escapes.write(name, out);
                out.push_str(layout.colon);
                value(member, layout, escapes, depth + 1, out);
            });
        }
    }
}

fn block<T>(
    (open, close): (char, char),
    items: &[T],
    layout: Layout,
    depth: usize,
    out: &mut String,
    write: &mut dyn FnMut(&T, &mut String),
) {
    let line = |depth: usize, out: &mut String| {
        if let Some(indent) = layout.indent.filter(|_| !items.is_empty()) {
            out.push('\n');
            (0..depth).for_each(|_| out.push_str(indent));
        }
    };
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(layout.comma);
        }
        line(depth + 1, out);
        write(item, out);
    }
    line(depth, out);
    out.push(close);
}

/// Writes the pieces of a text where they stood, with other escapes.
pub(super) fn write_in_place(pieces: &[Piece<'_>], escapes: Escapes) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Gap(gap) => out.push_str(gap),
            Piece::Word(word) => out.push_str(word),
            Piece::Text(text) => escapes.write(text, &mut out),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_imitated() {
        let text = "{\"a\":\"<é/'=\\u001b\\b\\\"\u{2028}😀\",\"n\":[1,{}]}";
        let node = Node::read(text).unwrap();
        let written = |escapes| write(&node, Layout::COMPACT, escapes);
        assert_eq!(written(Escapes::NONE), text);
        assert_eq!(
            written(Escapes::LIBRARIES[0]),
            "{\"a\":\"\\u003cé/'=\\u001b\\b\\\"\\u2028😀\",\"n\":[1,{}]}"
        );
        assert_eq!(
            written(Escapes::LIBRARIES[3]),
            "{\"a\":\"<\\u00e9\\/'=\\u001b\\b\\\"\\u2028\\ud83d\\ude00\",\"n\":[1,{}]}"
        );
        assert_eq!(
            written(Escapes::LIBRARIES[13]),
            "{\"a\":\"\\u003C\\u00E9/\\u0027=\\u001B\\b\\u0022\\u2028\\uD83D\\uDE00\",\"n\":[1,{}]}"
        );
        let pretty = write(&node, Layout::ALL[4], Escapes::NONE);
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(pretty, serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(write_in_place(&super::super::json::pieces(text), Escapes::NONE), text);
    }
}

//! `_like` and its relatives, as PostgreSQL matches text.

use std::cmp::Ordering;

/// A pattern, read once. `%` is any text, `_` one character, and a backslash takes the character
/// behind it as it is.
#[derive(Debug)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
    any_case: bool,
    /// Least number of characters of a text that fits.
    least: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// This character.
    Literal(char),
    /// One character.
    One,
    /// Any characters, or none.
    Any,
}

impl Pattern {
    /// Reads a pattern; nothing when it ends with a backslash that has nothing behind it.
    pub(super) fn read(text: &str, any_case: bool) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            let piece = match character {
                '%' if pieces.last() == Some(&Piece::Any) => continue,
                '%' => Piece::Any,
                '_' => Piece::One,
                '\\' => Piece::Literal(lower(characters.next()?, any_case)),
                other => Piece::Literal(lower(other, any_case)),
            };
            pieces.push(piece);
        }
        let least = pieces.iter().filter(|piece| **piece != Piece::Any).count();
        Some(Self { pieces, any_case, least })
    }

    /// The steps that fitting a text of so many bytes takes at most, per step of 64 characters.
    pub(super) fn cost(&self, length: usize) -> usize {
        1 + length.saturating_mul(length.min(self.pieces.len())) / 64
    }

    /// Whether a text fits. Only the last `%` is ever moved, so the steps are at most the product
    /// of both lengths.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().map(|next| lower(next, self.any_case)).collect();
        if text.len().cmp(&self.least) == Ordering::Less {
            return false;
        }
        let (mut at, mut piece, mut any, mut mark) = (0, 0, None, 0);
        while at < text.len() {
            match self.pieces.get(piece) {
                Some(Piece::Any) => {
                    any = Some(piece);
                    mark = at;
                    piece += 1;
                }
                Some(Piece::One) => {
                    at += 1;
                    piece += 1;
                }
                Some(Piece::Literal(wanted)) if *wanted == text[at] => {
                    at += 1;
                    piece += 1;
                }
                _ => {
                    let Some(star) = any else { return false };
                    piece = star + 1;
                    mark += 1;
                    at = mark;
                }
            }
        }
        self.pieces[piece..].iter().all(|rest| *rest == Piece::Any)
    }
}

/// PostgreSQL turns each character into one small letter at most.
fn lower(character: char, any_case: bool) -> char {
    if any_case { character.to_lowercase().next().unwrap_or(character) } else { character }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn like_is_sql_like() {
        for (text, pattern, wanted) in [
            ("active", "act%", true),
            ("active", "%iv_", true),
            ("active", "a%e", true),
            ("active", "a_e", false),
            ("", "%", true),
            ("", "", true),
            ("aab", "%ab", true),
            ("x", "", false),
            ("50% off", "50\\% off", true),
            ("500 off", "50\\% off", false),
            ("a_b", "a\\_b", true),
            ("axb", "a\\_b", false),
            ("back\\slash", "back\\\\slash", true),
            ("backslash", "back\\slash", true),
            ("ab", "%%a%%b%%", true),
            ("äöü", "___", true),
            ("A", "a", false),
        ] {
            assert_eq!(
                Pattern::read(pattern, false).unwrap().fits(text),
                wanted,
                "{text} {pattern}"
            );
        }
        assert!(Pattern::read("\u{c4}\u{d6}%\\_", true).unwrap().fits("\u{e4}\u{f6}\u{fc}_"));
        assert!(Pattern::read("\u{39f}\u{3a3}", true).unwrap().fits("\u{3bf}\u{3c3}"));
    }

    #[test]
    fn a_lone_backslash_at_the_end_is_no_pattern() {
        for pattern in ["\\", "a\\", "%\\", "a\\\\\\"] {
            assert!(Pattern::read(pattern, true).is_none(), "{pattern}");
        }
        assert!(Pattern::read("a\\\\", false).is_some());
    }

    #[test]
    fn patterns_made_to_be_slow_are_not() {
        let text = "a".repeat(2_000);
        let pattern = Pattern::read(&format!("{}b", "%a".repeat(1_000)), false).unwrap();
        assert!(!pattern.fits(&text));
        assert!(pattern.cost(text.len()) > 10_000);
    }
}

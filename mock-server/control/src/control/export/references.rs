//! References: names for what earlier answers told, for people and things of the fixture, and for
//! secrets that are made when the session is played.
//!
//! A text with references holds a mark in the place of each. A mark is a private character, the
//! number of the reference and another private character; no text of a session has such characters,
//! since requests that have them are not repeated.

use std::collections::{BTreeMap, HashMap};

use super::{fixture_names, origin::Origin};
use crate::{control::entities::managed::login_name, world::World};

/// Begins the mark of a reference.
pub(super) const BEGIN: char = '\u{e000}';
/// Ends the mark of a reference.
pub(super) const END: char = '\u{e001}';
/// Begins the mark of a reference that stands for a number: in JSON it has no quotes.
pub(super) const BARE: char = '\u{e002}';

/// A name and what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    /// The name, such as `card A`.
    pub(super) name: String,
    /// The thing that it stands for.
    pub(super) origin: Origin,
}

/// All references of a session.
#[derive(Default)]
pub(super) struct References {
    all: Vec<Reference>,
    /// Origins of the texts that could be references.
    texts: HashMap<String, Origin>,
    /// Origins of the numbers that could be references, each with the noun of its member.
    numbers: HashMap<(String, i64), Origin>,
    /// References that are used, by their texts.
    used: HashMap<String, usize>,
    /// References that are used, by noun and number.
    used_numbers: HashMap<(String, i64), usize>,
    /// Number of references that were named by a letter, by their noun.
    letters: BTreeMap<String, usize>,
}

/// Length below which a text is no id.
const SHORTEST: usize = 6;

impl References {
    /// References to the people and things that a world is born with.
    pub(super) fn of(born: &World) -> Self {
        let mut references = Self::default();
        for (value, origin) in fixture_names::texts(born) {
            references.texts.entry(value).or_insert(origin);
        }
        for user in born.issuer.managed.users.iter() {
            let name = login_name(&user.label, &born.definition.id);
            let origin = Origin::Username { label: user.label.clone() };
            references.texts.entry(name).or_insert(origin);
        }
        for (value, origin) in fixture_names::numbers(born) {
            references.numbers.entry(value).or_insert(origin);
        }
        references
    }

    /// Every reference that is used, by number.
    pub(super) fn all(&self) -> &[Reference] {
        &self.all
    }

    /// Takes note of a text that an answer tells.
    pub(super) fn told(&mut self, text: &str, n: u64, pointer: &str) {
        if text.len() >= SHORTEST {
            let origin = || Origin::Answer { n, pointer: pointer.to_owned() };
            self.texts.entry(text.to_owned()).or_insert_with(origin);
        }
    }

    /// Takes note of a number that an answer tells.
    pub(super) fn told_number(&mut self, number: i64, n: u64, pointer: &str) {
        let origin = || Origin::Answer { n, pointer: pointer.to_owned() };
        self.numbers.entry((noun(pointer), number)).or_insert_with(origin);
    }

    /// The reference of a text, if it can be one.
    pub(super) fn text(&mut self, text: &str) -> Option<usize> {
        if let Some(known) = self.used.get(text) {
            return Some(*known);
        }
        let origin = self.texts.get(text)?.clone();
        let number = self.add(origin);
        self.used.insert(text.to_owned(), number);
        Some(number)
    }

    /// The reference of a number in a member of this name, if it can be one.
    pub(super) fn number(&mut self, member: &str, value: i64) -> Option<usize> {
        let place = (noun(member), value);
        if let Some(known) = self.used_numbers.get(&place) {
            return Some(*known);
        }
        let origin = self.numbers.get(&place)?.clone();
        let number = self.add(origin);
        self.used_numbers.insert(place, number);
        Some(number)
    }

    /// The reference that is used for a text.
    pub(super) fn used(&self, text: &str) -> Option<usize> {
        self.used.get(text).copied()
    }

    /// The reference that is used for a number.
    pub(super) fn used_number(&self, pointer: &str, value: i64) -> Option<usize> {
        self.used_numbers.get(&(noun(pointer), value)).copied()
    }

    /// A new reference.
    pub(super) fn add(&mut self, origin: Origin) -> usize {
        if let Some(known) = self.all.iter().position(|one| one.origin == origin) {
            return known;
        }
        let name = match &origin {
            Origin::Answer { pointer, .. } => {
                let noun = noun(pointer);
                let count = self.letters.entry(noun.clone()).or_default();
                *count += 1;
                format!("{noun} {}", letters(*count))
            }
            Origin::Fixture { kind, label, member, .. } => format!("{member} of {kind} {label}"),
            Origin::Password { label } => format!("password of {label}"),
            Origin::Username { label } => format!("username of {label}"),
            Origin::Pin { pin, key, iv } => {
                format!("PIN {pin} under {} and {}", self.all[*key].name, self.all[*iv].name)
            }
        };
        self.all.push(Reference { name, origin });
        self.all.len() - 1
    }
}

/// The mark of a reference.
pub(super) fn mark(reference: usize) -> String {
    format!("{BEGIN}{reference}{END}")
}

/// The mark of a reference that stands for a number, as a text of JSON.
pub(super) fn bare_mark(reference: usize) -> String {
    format!("{BARE}{reference}{END}")
}

/// A text in which every mark is written by `write`, and all else by `plain`.
pub(super) fn unmarked(
    text: &str,
    plain: impl Fn(&str) -> String,
    write: impl Fn(usize) -> String,
) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find([BEGIN, BARE]) {
        let bare = rest[at..].starts_with(BARE);
        let (mut before, marked) = (&rest[..at], &rest[at + BEGIN.len_utf8()..]);
        let end = marked.find(END).unwrap_or(marked.len());
        let mut behind = marked.get(end + END.len_utf8()..).unwrap_or_default();
        if let (true, Some(inner), Some(after)) =
            (bare, before.strip_suffix('"'), behind.strip_prefix('"'))
        {
            (before, behind) = (inner, after);
        }
        out.push_str(&plain(before));
        out.push_str(&marked[..end].parse().map(&write).unwrap_or_default());
        rest = behind;
    }
    out.push_str(&plain(rest));
    out
}

/// `A`, `B`, … `Z`, `A2`, …
fn letters(count: usize) -> String {
    let letter = char::from(b'A' + ((count - 1) % 26) as u8);
    match (count - 1) / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{}", round + 1),
    }
}

/// Nouns, the more special ones first.
const NOUNS: [&str; 16] = [
    "application",
    "session",
    "organization",
    "cardholder",
    "user",
    "transaction",
    "authorization",
    "dispute",
    "withdrawal",
    "deposit",
    "quote",
    "order",
    "program",
    "wallet",
    "card",
    "company",
];

/// The noun of an id: of its member, or of what holds it.
fn noun(pointer: &str) -> String {
    let is_index =
        |part: &&str| !part.is_empty() && part.bytes().any(|byte| !byte.is_ascii_digit());
    let parts: Vec<&str> = pointer.split('/').filter(is_index).collect();
    let last = parts.last().copied().unwrap_or_default();
    let lower = |part: &str| part.trim_start_matches("AgioCard_").to_lowercase();
    let is_plain = ["id", "reference"].contains(&lower(last).as_str());
    let about: Vec<_> = match is_plain {
        true => parts.iter().rev().skip(1).map(|part| lower(part)).collect(),
        false => vec![lower(last)],
    };
    let found = about.iter().find_map(|part| NOUNS.iter().find(|noun| part.contains(*noun)));
    let named = || lower(last).trim_end_matches("_id").trim_end_matches("id").replace('_', " ");
    let noun = found.map_or_else(named, |noun| (*noun).to_owned());
    let noun = noun.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == ' ');
    let noun: String = noun.collect();
    if noun.trim().is_empty() { "id".to_owned() } else { noun.trim().to_owned() }
}

/// True for names of members that hold ids, keys or addresses.
pub(super) fn names_an_id(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["id", "reference", "token", "key", "iv", "access", "refresh", "address"]
        .iter()
        .any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_called_by_what_they_are_of() {
        for (pointer, expected) in [
            ("/data/createCard/cardId", "card"),
            ("/data/AgioCard_vw_card/0/id", "card"),
            ("/data/AgioCard_card_application/3/id", "application"),
            ("/data/generateEncryptionKeys/sessionId", "session"),
            ("/reference", "reference"),
            ("/card_id", "card"),
            ("/data/generateEncryptionKeys/iv", "iv"),
        ] {
            assert_eq!(noun(pointer), expected, "{pointer}");
        }
        assert_eq!([1, 26, 27].map(letters), ["A", "Z", "A2"]);
    }

    #[test]
    fn marks_are_written_and_lose_their_quotes_where_they_are_numbers() {
        let text = format!("{{\"a\":\"{}\",\"b\":\"x{}\"}}", bare_mark(3), mark(12));
        let written = unmarked(&text, str::to_owned, |number| format!("<{number}>"));
        assert_eq!(written, "{\"a\":<3>,\"b\":\"x<12>\"}");
    }
}

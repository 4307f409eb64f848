//! Sentences that features are written in, each with the function behind it.
//!
//! A file of steps registers a sentence above its function:
//!
//! ```text
//! when!("{actor} reads the PIN of {string}", reads);
//! async fn reads(world: &mut World, actor: Actor, card: String) -> StepResult { … }
//! ```
//!
//! A sentence stands for itself, except for its parameters (`{string}`, `{int}`, `{float}`,
//! `{word}`, `{}` for any text, and those that a surface registers, such as `{actor}`) and for
//! `(s)` and `(n)`, letters that may be missing. One that needs more is a regular expression:
//! `when!(regex r"^…$", reads)`.
//!
//! # Rationale
//! The attributes of `cucumber` define a type for each of their expressions, and the compiler then
//! expands the whole expression parser for each of these types: 296 MB of library and two minutes
//! of processor for 308 sentences, against 80 MB and less than half a minute like this.

mod collection;
mod function;

use std::panic::Location;

use cucumber::step::Context;
use futures::future::LocalBoxFuture;
use regex_lite::Regex;

use crate::World;

pub(crate) use self::{collection::collection, function::call};

/// A sentence and its function.
pub(crate) struct Sentence {
    /// Given, When or Then.
    pub(crate) keyword: Keyword,
    /// The words.
    pub(crate) words: Words,
    /// The place that registers it, for messages about sentences that fit the same step.
    pub(crate) place: &'static Location<'static>,
    /// Reads the arguments and calls the function.
    pub(crate) call: Call,
}

/// Reads the arguments of a step and carries it out.
pub(crate) type Call = for<'a> fn(&'a mut World, Context) -> LocalBoxFuture<'a, ()>;

inventory::collect!(Sentence);

/// A parameter that the sentences of one surface have, such as the name of an actor.
pub(crate) struct Parameter {
    /// The name in braces.
    pub(crate) name: &'static str,
    /// The expression that its texts fit, with one group around what the function gets.
    pub(crate) regex: &'static str,
}

inventory::collect!(Parameter);

/// The kind of step that a sentence is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keyword {
    /// Prepares.
    Given,
    /// Acts.
    When,
    /// Judges.
    Then,
}

/// The words of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    /// Text with parameters in braces.
    Text(&'static str),
    /// A regular expression.
    Regex(&'static str),
}

/// Registers a sentence of one keyword.
macro_rules! sentence {
    ($keyword:ident, $words:expr, $function:path) => {
        ::inventory::submit! {
            $crate::steps::sentence::Sentence {
                keyword: $crate::steps::sentence::Keyword::$keyword,
                words: $words,
                place: ::std::panic::Location::caller(),
                call: |world, context| {
                    ::std::boxed::Box::pin($crate::steps::sentence::call($function, world, context))
                },
            }
        }
    };
}

/// Registers a sentence that prepares.
macro_rules! given {
    (regex $regex:literal, $function:path) => {
        sentence!(Given, $crate::steps::sentence::Words::Regex($regex), $function);
    };
    ($text:literal, $function:path) => {
        sentence!(Given, $crate::steps::sentence::Words::Text($text), $function);
    };
}

/// Registers a sentence that acts.
macro_rules! when {
    (regex $regex:literal, $function:path) => {
        sentence!(When, $crate::steps::sentence::Words::Regex($regex), $function);
    };
    ($text:literal, $function:path) => {
        sentence!(When, $crate::steps::sentence::Words::Text($text), $function);
    };
}

/// Registers a sentence that judges.
macro_rules! then {
    (regex $regex:literal, $function:path) => {
        sentence!(Then, $crate::steps::sentence::Words::Regex($regex), $function);
    };
    ($text:literal, $function:path) => {
        sentence!(Then, $crate::steps::sentence::Words::Text($text), $function);
    };
}

impl Words {
    /// The expression that a step of a feature is compared with, whole.
    ///
    /// # Rationale
    /// A step is a line of text, and each expression is used a few times. The tables that `regex`
    /// makes for each of them took a twelfth of the suite's processor time in a run, and half of
    /// its memory.
    fn regex(self) -> Regex {
        let text = self.written();
        Regex::new(&text).unwrap_or_else(|error| panic!("the sentence {text:?}: {error}"))
    }

    /// The expression, written.
    fn written(self) -> String {
        match self {
            Self::Regex(text) => text.to_owned(),
            Self::Text(text) => format!("^{}$", expression(text)),
        }
    }

    /// The pieces between the parameters of a text and the letters that may be missing. Of an
    /// expression none are known.
    fn pieces(self) -> Vec<&'static str> {
        let Self::Text(text) = self else { return Vec::new() };
        let mut parts = text.split('{');
        let first = parts.next();
        let others = parts.filter_map(|part| part.split_once('}')).map(|(_, rest)| rest);
        let plain = first.into_iter().chain(others);
        plain.flat_map(|part| part.split("(s)").flat_map(|part| part.split("(n)"))).collect()
    }
}

/// The regular expression of a text with parameters.
fn expression(text: &str) -> String {
    let mut parts = text.split('{');
    let mut out = plain(parts.next().unwrap_or_default());
    for part in parts {
        let (parameter, rest) = part.split_once('}').unwrap_or_else(|| panic!("{text:?}: no }}"));
        out.push_str(match parameter {
            "string" => "\"([^\"]*)\"",
            "int" => r"(-?\d+)",
            "float" => r"(-?\d*\.?\d+)",
            "word" => r"(\S+)",
            "" => "(.*)",
            other => {
                let mut all = inventory::iter::<Parameter>.into_iter();
                let own = all.find(|one| one.name == other);
                own.unwrap_or_else(|| panic!("{text:?}: no parameter {{{other}}}")).regex
            }
        });
        out.push_str(&plain(rest));
    }
    out
}

/// Text that stands for itself, but for letters in parentheses.
fn plain(text: &str) -> String {
    ["s", "n"].iter().fold(regex_lite::escape(text), |text, letter| {
        text.replace(&format!(r"\({letter}\)"), &format!("{letter}?"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_and_all_else_is_itself() {
        let fits = |words: &'static str, step: &str| Words::Text(words).regex().is_match(step);
        assert!(fits(
            "{actor} pays {string} (reading {word})",
            "the partner pays \"x\" (reading a)"
        ));
        assert!(!fits("{actor} pays {string}", "the partner pays x"));
        assert!(fits("{int} card(s)", "1 card") && fits("{int} card(s)", "-2 cards"));
        assert!(fits("a(n) {word}", "an order") && fits("a(n) {word}", "a card"));
    }

    #[test]
    fn pieces_are_what_every_text_has_that_fits() {
        let pieces = |text: &'static str| Words::Text(text).pieces();
        assert_eq!(pieces("{actor} pays {int} card(s) (x)"), ["", " pays ", " card", " (x)"]);
        assert_eq!(pieces("nothing"), ["nothing"]);
        assert!(Words::Regex("^a$").pieces().is_empty());
    }

    #[test]
    fn every_sentence_can_be_read() {
        let all: Vec<_> = inventory::iter::<Sentence>.into_iter().map(|one| one.words).collect();
        assert!(all.len() > 300);
        for words in all {
            words.regex();
            // The engine reads it where a step fits none or several.
            assert!(regex::Regex::new(&words.written()).is_ok(), "{words:?}");
        }
    }
}

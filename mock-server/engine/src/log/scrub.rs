//! Secrets of a world that stand where nobody expects them: they are found and blotted out, as they
//! are and in whatever they were wrapped by the client (SB 9.2).

use std::{borrow::Cow, collections::HashMap, ops::Range};

use super::{
    masks,
    views::{self, View},
};
use crate::crypto::bearer;

/// Secrets are found by how they begin; what is shorter cannot be told from anything else.
const START: usize = 8;
/// Digits of a card number.
const PAN: usize = 16;
/// Bytes that may stand between two digits of a card number: a blank, a hyphen, a comma and a
/// blank.
const GAP: usize = 3;

/// Values that must not be shown, whatever their letter case and however they are wrapped.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    by_start: HashMap<[u8; START], Vec<Form>>,
    /// The two bytes that forms begin with: most of a text begins none, and is not looked up.
    pairs: Pairs,
    pans: HashMap<[u8; PAN], ()>,
}

/// A set of pairs of bytes.
#[derive(Clone, Default)]
struct Pairs(Vec<u64>);

impl Pairs {
    fn place(pair: &[u8]) -> (usize, u64) {
        let at = usize::from(pair[0]) << 8 | usize::from(pair[1]);
        (at / 64, 1 << (at % 64))
    }

    fn add(&mut self, pair: &[u8]) {
        self.0.resize(1024, 0);
        let (word, bit) = Self::place(pair);
        self.0[word] |= bit;
    }

    fn has(&self, pair: &[u8]) -> bool {
        let (word, bit) = Self::place(pair);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn extend(&mut self, others: &Self) {
        self.0.resize(1024, 0);
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own |= other);
    }
}

/// A secret, in lower case, and what is shown instead of it.
#[derive(Clone, PartialEq)]
struct Form {
    text: Box<[u8]>,
    shown: Box<str>,
}

/// Where a secret is, and what is shown there.
type Found = (Range<usize>, String);

impl Secrets {
    /// Adds a secret.
    pub(super) fn add(&mut self, secret: &[u8]) {
        self.form(secret, "[secret]");
    }

    /// Adds the identifier of a credential, of which the end is shown.
    pub(super) fn add_token(&mut self, token: &str) {
        self.form(token.as_bytes(), &masks::token(token));
    }

    /// Adds a card number, which is found with marks between its digits too.
    pub(super) fn add_pan(&mut self, pan: &str) {
        if let Ok(digits) = pan.as_bytes().try_into() {
            self.pans.insert(digits, ());
        }
    }

    /// Adds everything that others must not show.
    pub(super) fn extend(&mut self, others: Self) {
        for (start, forms) in others.by_start {
            let known = self.by_start.entry(start).or_default();
            for form in forms {
                if !known.contains(&form) {
                    known.push(form);
                }
            }
        }
        self.pairs.extend(&others.pairs);
        self.pans.extend(others.pans);
    }

    fn form(&mut self, text: &[u8], shown: &str) {
        let text = text.to_ascii_lowercase();
        let Some(start) = text.first_chunk().copied() else { return };
        self.pairs.add(&start);
        let form = Form { text: text.into(), shown: shown.into() };
        let known = self.by_start.entry(start).or_default();
        if !known.contains(&form) {
            known.push(form);
        }
    }

    /// A text without the secrets in it.
    pub(super) fn scrubbed<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.len() < START || (self.by_start.is_empty() && self.pans.is_empty()) {
            return Cow::Borrowed(text);
        }
        let mut found = self.found(text.as_bytes());
        views::each(text.as_bytes(), &mut |view: &View| {
            let inside = self.found(&view.bytes);
            found.extend(inside.into_iter().map(|(at, shown)| (view.source(&at), shown)));
        });
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_unstable_by_key(|(place, _)| (place.start, std::cmp::Reverse(place.end)));
        let mut clean = String::with_capacity(text.len());
        let mut at = 0;
        for (place, shown) in found {
            let (start, end) = (text.floor_char_boundary(place.start), ceil(text, place.end));
            if start >= at {
                clean.push_str(&text[at..start]);
                clean.push_str(&shown);
            }
            at = at.max(end);
        }
        clean.push_str(&text[at..]);
        Cow::Owned(clean)
    }

    /// True when any of the secrets stands in a text as it is.
    pub(super) fn stand_in(&self, text: &[u8]) -> bool {
        !self.found(text).is_empty()
    }

    fn found(&self, text: &[u8]) -> Vec<Found> {
        let mut found = self.pans_in(text);
        found.extend(self.secrets_in(text));
        found.extend(bearer::tokens_in(text).into_iter().map(|at| (at, "[token]".to_owned())));
        found
    }

    fn secrets_in(&self, text: &[u8]) -> Vec<Found> {
        if self.by_start.is_empty() || text.len() < START {
            return Vec::new();
        }
        let lower = text.to_ascii_lowercase();
        let starts = lower.windows(START).enumerate().filter(|(_, start)| self.pairs.has(start));
        let found = starts.filter_map(|(at, start)| {
            let forms = self.by_start.get(start)?;
            let form = forms.iter().filter(|form| lower[at..].starts_with(&form.text));
            let longest = form.max_by_key(|form| form.text.len())?;
            Some((at..at + longest.text.len(), longest.shown.to_string()))
        });
        found.collect()
    }

    fn pans_in(&self, text: &[u8]) -> Vec<Found> {
        let mut found = Vec::new();
        if self.pans.is_empty() {
            return found;
        }
        let mut run: Vec<(usize, u8)> = Vec::new();
        for (at, byte) in text.iter().enumerate() {
            if !byte.is_ascii_digit() {
                let is_far = run.last().is_some_and(|(last, _)| at - last > GAP);
                if byte.is_ascii_alphabetic() || is_far {
                    run.clear();
                }
                continue;
            }
            run.push((at, *byte));
            let Some(last) = run.last_chunk::<PAN>() else { continue };
            let digits = last.map(|(_, digit)| digit);
            if self.pans.contains_key(&digits) {
                let shown = masks::pan(&String::from_utf8_lossy(&digits));
                found.push((last[0].0..at + 1, shown));
            }
        }
        found
    }
}

fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use base64::{
        Engine,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };

    use super::*;

    const SECRET: &str = "correct?horse>battery";

    fn secrets() -> Secrets {
        let mut secrets = Secrets::default();
        secrets.add(SECRET.as_bytes());
        secrets.add_pan("4000001234567899");
        secrets.add_token("ac3e0000-0000-4000-8000-000000000001");
        secrets
    }

    #[test]
    fn secrets_are_blotted_out_in_every_form() {
        let secrets = secrets();
        for (text, clean) in [
            ("nothing here", "nothing here"),
            ("a correct?horse>battery b", "a [secret] b"),
            ("CORRECT?HORSE>BATTERY", "[secret]"),
            ("é Y29ycmVjdD9ob3JzZT5iYXR0ZXJ5=", "é [secret]="),
            ("636f72726563743F686f7273653e62617474657279", "[secret]"),
            ("pay 4000001234567899!", "pay [pan ****7899]!"),
            ("4000 0012-3456 7899", "[pan ****7899]"),
            ("99 4000 0012-3456 7899 11", "99 [pan ****7899] 11"),
            ("4000.0012.3456.7899", "[pan ****7899]"),
            ("4.000001234567899e15", "[pan ****7899]e15"),
            ("[4, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]", "[[pan ****7899]]"),
            ("4000001234567898", "4000001234567898"),
            ("NDAwMDAwMTIzNDU2Nzg5OQ==", "[pan ****7899]=="),
            ("correct?horse", "correct?horse"),
            ("key ac3e0000-0000-4000-8000-000000000001.", "key [token ****0001]."),
            ("%34000001234%35%36%37899", "[pan ****7899]"),
            ("x=correct%3Fhorse%3Ebattery&y", "x=[secret]&y"),
            (r"\u0034000001234567899", "[pan ****7899]"),
            ("&#52;000001234567899;", "[pan ****7899];"),
        ] {
            assert_eq!(secrets.scrubbed(text), clean, "{text}");
        }
        assert_eq!(Secrets::default().scrubbed("4000001234567899"), "4000001234567899");
    }

    #[test]
    fn wrappings_are_taken_off_one_after_the_other_wherever_they_begin() {
        let secrets = secrets();
        let mut wrapped = vec![SECRET.to_owned(), "4000 0012 3456 7899".to_owned()];
        let wrappings: [fn(&str) -> String; 5] = [
            |text| STANDARD.encode(format!("a{text}")),
            |text| URL_SAFE_NO_PAD.encode(format!("ab{text}, and more")),
            |text| hex::encode(format!("x{text}")),
            |text| text.bytes().map(|byte| format!("%{byte:02x}")).collect(),
            |text| text.chars().map(|one| format!("\\u{:04X}", u32::from(one))).collect(),
        ];
        for _ in 0..2 {
            let all: Vec<_> =
                wrapped.iter().flat_map(|text| wrappings.map(|wrap| wrap(text))).collect();
            for text in &all {
                let clean = secrets.scrubbed(text);
                assert!(clean.contains("[secret]") || clean.contains("[pan"), "{text}: {clean}");
                let word = secrets.scrubbed(&format!("x {text} y")).into_owned();
                assert!(word.starts_with("x ") && word.contains('['), "{text}: {word}");
            }
            wrapped = all;
        }
    }

    /// Of secrets that begin alike the longest is blotted out, so that no rest of it is shown.
    #[test]
    fn the_longest_secret_is_found_whichever_was_added_first() {
        let long = format!("{SECRET}-staple");
        for [first, second] in [[SECRET, long.as_str()], [long.as_str(), SECRET]] {
            let mut secrets = Secrets::default();
            secrets.add(first.as_bytes());
            secrets.add(second.as_bytes());
            assert_eq!(secrets.scrubbed(&format!("a {long} b {SECRET}")), "a [secret] b [secret]");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_scrubbed(text in ".{0,200}", raw in proptest::collection::vec(proptest::num::u8::ANY, 8..20)) {
            let mut secrets = secrets();
            secrets.add(&raw);
            secrets.scrubbed(&text);
            secrets.scrubbed(&format!("{text}{}", String::from_utf8_lossy(&raw)));
        }
    }
}

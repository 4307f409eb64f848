//! Secrets of a world that stand where nobody expects them: they are found and blotted out.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

/// Secrets are found by how they begin; what is shorter cannot be told from anything else.
const START: usize = 8;
/// Digits of a card number.
const PAN: usize = 16;

/// What must not be shown, whatever the letter case, in clear, base64 and hex.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    by_start: HashMap<[u8; START], Vec<Box<[u8]>>>,
    pans: HashMap<[u8; PAN], ()>,
}

impl Secrets {
    /// Adds a secret.
    pub(super) fn add(&mut self, secret: &[u8]) {
        self.form(secret);
        self.form(STANDARD_NO_PAD.encode(secret).as_bytes());
        self.form(URL_SAFE_NO_PAD.encode(secret).as_bytes());
        self.form(hex::encode(secret).as_bytes());
    }

    /// Adds a card number, which is found with spaces and hyphens too.
    pub(super) fn add_pan(&mut self, pan: &str) {
        self.add(pan.as_bytes());
        if let Ok(digits) = pan.as_bytes().try_into() {
            self.pans.insert(digits, ());
        }
    }

    /// Adds everything that others must not show.
    pub(super) fn extend(&mut self, others: Self) {
        for (start, forms) in others.by_start {
            self.by_start.entry(start).or_default().extend(forms);
        }
        self.pans.extend(others.pans);
    }

    fn form(&mut self, form: &[u8]) {
        let form = form.to_ascii_lowercase();
        let Some(start) = form.first_chunk().copied() else { return };
        let known = self.by_start.entry(start).or_default();
        if !known.iter().any(|other| **other == *form) {
            known.push(form.into());
        }
    }

    /// A text without the secrets in it.
    pub(super) fn scrubbed<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut found = self.pans_in(text.as_bytes());
        found.extend(self.secrets_in(text.as_bytes()));
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_unstable_by_key(|(place, _)| place.start);
        let mut clean = String::with_capacity(text.len());
        let mut at = 0;
        for (place, shown) in found {
            if place.start >= at {
                clean.push_str(&text[at..place.start]);
                clean.push_str(&shown);
            }
            at = at.max(place.end);
        }
        clean.push_str(&text[at..]);
        Cow::Owned(clean)
    }

    /// Every form is ASCII, so it begins and ends where a letter does.
    fn secrets_in(&self, text: &[u8]) -> Vec<(Range<usize>, String)> {
        if self.by_start.is_empty() || text.len() < START {
            return Vec::new();
        }
        let lower = text.to_ascii_lowercase();
        let starts = lower.windows(START).enumerate();
        let found = starts.filter_map(|(at, start)| {
            let forms = self.by_start.get(start)?;
            let form = forms.iter().filter(|form| lower[at..].starts_with(form));
            let longest = form.map(|form| form.len()).max()?;
            Some((at..at + longest, "[secret]".to_owned()))
        });
        found.collect()
    }

    fn pans_in(&self, text: &[u8]) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        if self.pans.is_empty() {
            return found;
        }
        let mut run: Vec<(usize, u8)> = Vec::new();
        for (at, byte) in text.iter().enumerate() {
            match byte {
                b'0'..=b'9' => run.push((at, *byte)),
                b' ' | b'-' => continue,
                _ => run.clear(),
            }
            let Some(last) = run.last_chunk::<PAN>() else { continue };
            let digits = last.map(|(_, digit)| digit);
            if self.pans.contains_key(&digits) {
                let shown = pan(&String::from_utf8_lossy(&digits));
                found.push((last[0].0..at + 1, shown));
            }
        }
        found
    }
}

/// A card number as it is shown.
pub(super) fn pan(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        12..=19 => {
            let last: String = digits[digits.len() - 4..].iter().collect();
            format!("[pan ****{last}]")
        }
        _ => "[pan]".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_blotted_out_in_every_form() {
        let mut secrets = Secrets::default();
        secrets.add(b"correct?horse>battery");
        secrets.add_pan("4000001234567899");
        for (text, clean) in [
            ("nothing here", "nothing here"),
            ("a correct?horse>battery b", "a [secret] b"),
            ("CORRECT?HORSE>BATTERY", "[secret]"),
            ("é Y29ycmVjdD9ob3JzZT5iYXR0ZXJ5=", "é [secret]="),
            ("636f72726563743F686f7273653e62617474657279", "[secret]"),
            ("pay 4000001234567899!", "pay [pan ****7899]!"),
            ("4000 0012-3456 7899", "[pan ****7899]"),
            ("99 4000 0012-3456 7899 11", "99 [pan ****7899] 11"),
            ("4000001234567898", "4000001234567898"),
            ("NDAwMDAwMTIzNDU2Nzg5OQ==", "[secret]=="),
            ("correct?horse", "correct?horse"),
        ] {
            assert_eq!(secrets.scrubbed(text), clean, "{text}");
        }
        assert_eq!(Secrets::default().scrubbed("4000001234567899"), "4000001234567899");
    }
}

//! What must not stand in a journal in clear, found wherever it stands (SB 13.1).
//!
//! Clients write secrets where none belongs: a card number into a nickname, a client secret into
//! the name of an organization. A value in which one is found is sealed as a whole. Card numbers
//! are found by their form: the prefixes of the world and the check digit. Credentials and keys of
//! sessions are found by their letters and digits, whatever stands between these. Both are found
//! in hex and base64 too.

use std::collections::HashMap;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

use crate::{
    card_data::check_digit,
    world::{World, access::Session},
};

/// Secrets are found by how they begin; what is shorter cannot be told from anything else.
const START: usize = 8;

/// Digits of a card number.
const PAN: usize = 16;

/// So many sessions that the world has forgotten may be known here still.
const OLD_SESSIONS: u64 = 1_000;

/// What is known of the secrets of one world.
#[derive(Default)]
pub(super) struct Guard {
    by_start: HashMap<[u8; START], Vec<Box<[u8]>>>,
    /// What card numbers begin with.
    prefixes: Vec<String>,
    credentials: usize,
    sessions: u64,
    /// How many of the sessions had been made when it began anew.
    since: u64,
    products: usize,
}

impl Guard {
    /// Learns what has come into the world since it was asked last.
    pub(super) fn learn(&mut self, world: &World) {
        let access = &world.access;
        let (made, held) = (access.sessions.made(), access.sessions.len());
        if made - self.since > held + OLD_SESSIONS {
            let prefixes = std::mem::take(&mut self.prefixes);
            let (sessions, since) = (made - held, made - held);
            let products = self.products;
            *self = Self { prefixes, sessions, since, products, ..Self::default() };
        }
        for session in access.sessions.latest(made - self.sessions) {
            self.session(session);
        }
        self.sessions = made;
        for credential in access.credentials.iter().skip(self.credentials) {
            self.secret(credential.client_secret.reveal().as_bytes());
            self.secret(credential.api_token.as_bytes());
            self.credentials += 1;
        }
        self.prefix(&world.rules.card.pan_prefix);
        for product in world.issuer.prepaid.products.iter().skip(self.products) {
            self.prefix(&product.bin);
            self.products += 1;
        }
    }

    /// Keys and ivs are bytes, and go over the wire in base64.
    fn session(&mut self, session: &Session) {
        for bytes in [session.key_bytes(), session.iv_bytes()] {
            self.form(hex::encode(&bytes).as_bytes());
            self.secret(STANDARD.encode(&bytes).as_bytes());
        }
    }

    fn secret(&mut self, secret: &[u8]) {
        self.form(secret);
        self.form(STANDARD_NO_PAD.encode(secret).as_bytes());
        self.form(hex::encode(secret).as_bytes());
    }

    fn form(&mut self, form: &[u8]) {
        let form = letters(form);
        let Some(start) = form.first_chunk().copied() else { return };
        let known = self.by_start.entry(start).or_default();
        if !known.iter().any(|other| **other == *form) {
            known.push(form.into());
        }
    }

    fn prefix(&mut self, prefix: &str) {
        if !self.prefixes.iter().any(|known| known == prefix) {
            self.prefixes.push(prefix.to_owned());
        }
    }

    /// Whether a secret stands in a text.
    pub(super) fn finds(&self, text: &str) -> bool {
        if text.len() < START {
            return false;
        }
        let bare = letters(text.as_bytes());
        let known = |at: usize, start: &[u8]| {
            let forms = self.by_start.get(start);
            forms.is_some_and(|forms| forms.iter().any(|form| bare[at..].starts_with(form)))
        };
        bare.windows(START).enumerate().any(|(at, start)| known(at, start))
            || self.finds_pan(&bare)
            || text.split(is_no_letter).any(|word| self.finds_coded_pan(word))
    }

    fn finds_pan(&self, bare: &[u8]) -> bool {
        bare.windows(PAN).any(|digits| {
            let Ok(text) = std::str::from_utf8(digits) else { return false };
            digits.iter().all(u8::is_ascii_digit)
                && self.prefixes.iter().any(|prefix| text.starts_with(prefix.as_str()))
                && text.ends_with(check_digit(&text[..PAN - 1]))
        })
    }

    /// Whether a card number stands in a word in hex or base64, behind any mark that may be a part
    /// of the word or stand in front of it.
    fn finds_coded_pan(&self, word: &str) -> bool {
        /// Characters that the digits of a card number take in base64.
        const SHORTEST: usize = 22;
        let marks = word.match_indices(|letter: char| !letter.is_ascii_alphanumeric());
        let starts = std::iter::once(0).chain(marks.map(|(at, mark)| at + mark.len()));
        starts.map(|at| word[at..].trim_end_matches('=')).any(|code| {
            if code.len() < SHORTEST {
                return false;
            }
            let decoded = [
                hex::decode(code).ok(),
                STANDARD_NO_PAD.decode(code).ok(),
                URL_SAFE_NO_PAD.decode(code).ok(),
            ];
            decoded.into_iter().flatten().any(|bytes| self.finds_pan(&letters(&bytes)))
        })
    }
}

/// What cannot be a part of hex or base64.
fn is_no_letter(letter: char) -> bool {
    !letter.is_ascii_alphanumeric() && !"+/=_-".contains(letter)
}

/// Letters and digits, in lower case: what separates them is nobody's business.
fn letters(text: &[u8]) -> Vec<u8> {
    text.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_wherever_it_stands_and_nothing_else_is() {
        let mut guard = Guard::default();
        guard.secret(b"5d95333eb93b3af82db10f92d53952e1");
        guard.secret(b"ac3e0000-0000-4000-8000-000000000001");
        guard.prefix("400000");
        let found = [
            "5d95333eb93b3af82db10f92d53952e1",
            "x5D95-333e b93b3af82db10f92d53952e1, y",
            "AC3E0000000040008000000000000001",
            "{ac3e0000-0000-4000-8000-000000000001}",
            "NWQ5NTMzM2ViOTNiM2FmODJkYjEwZjkyZDUzOTUyZTE=",
            "3564393533333365623933623361663832646231306639326435333935326531",
            "4000001234567899",
            "pay 4000 0012-3456.7899 now",
            "7740000012345678997",
            "card NDAwMDAwMTIzNDU2Nzg5OQ==",
            "http://127.0.0.1:9/x/NDAwMDAwMTIzNDU2Nzg5OQ==",
            "card=34303030303031323334353637383939",
            "34303030303031323334353637383939",
        ];
        for text in found {
            assert!(guard.finds(text), "{text}");
        }
        let harmless = [
            "",
            "Acme Corporation",
            "4000001234567898",
            "5000001234567890",
            "400000123456789",
            "5d95333eb93b3af82db10f92d53952e",
            "ac3e0000-0000-4000-8000-000000000002",
            "0a7e2f64-0d4c-4f0c-9f5e-63b7d1d1f3a1",
            "1893456000000000",
        ];
        for text in harmless {
            assert!(!guard.finds(text), "{text}");
        }
        assert!(!Guard::default().finds("4000001234567899"));
    }
}

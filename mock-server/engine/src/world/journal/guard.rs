//! Detection of secrets that must not stand in a journal in clear, in whatever member they occur
//! (SB 13.1).
//!
//! Clients write secrets where none belongs: a card number into a nickname, a client secret into
//! the name of an organization. A value that contains one is sealed as a whole. Card numbers are
//! recognized by their form: a prefix that the world uses, and a correct check digit. Credentials,
//! passwords, session keys and the secrets of signatures are recognized by their letters and
//! digits, whatever separates these. Both are recognized in hex and base64 too. Tokens of users are
//! recognized by their form, whoever has signed them: most are stored nowhere.

use std::collections::HashMap;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

use crate::{
    card_data::{HoldsCardData, check_digit},
    crypto::bearer,
    world::{World, access::Session},
};

/// Length of the beginning by which secrets are looked up; a shorter secret cannot be told from
/// other text.
const START: usize = 8;

/// Digits of a card number.
const PAN: usize = 16;

/// Most sessions that are still known here after the world has forgotten them.
const OLD_SESSIONS: u64 = 1_000;

/// Known secrets of one world.
#[derive(Default)]
pub(super) struct Guard {
    by_start: HashMap<[u8; START], Vec<Box<[u8]>>>,
    /// Bits of the beginnings that are known, by [`mark`]. Most texts of a journal hold no secret,
    /// and find that out here.
    marks: Vec<u64>,
    /// Prefixes of card numbers.
    prefixes: Vec<String>,
    credentials: usize,
    sessions: u64,
    /// Number of sessions that had been made when the known secrets were last rebuilt.
    since: u64,
    /// Number of issued prefixes that were known.
    bins: usize,
    /// Number of users of managed cards whose passwords are known.
    users: usize,
    /// Number of secrets that are known of those under which tokens and deliveries are signed.
    signing: usize,
}

impl Guard {
    /// Learns the secrets that have come into the world since the last call.
    pub(super) fn learn(&mut self, world: &World) {
        let access = &world.access;
        let (made, held) = (access.sessions.made(), access.sessions.len());
        if made.saturating_sub(self.since) > held + OLD_SESSIONS {
            let prefixes = std::mem::take(&mut self.prefixes);
            let (sessions, since) = (made - held, made - held);
            let bins = self.bins;
            *self = Self { prefixes, sessions, since, bins, ..Self::default() };
        }
        // A world that went back to a snapshot has lost some of them, and others come.
        if made < self.sessions {
            (self.sessions, self.since) = (made - held, self.since.min(made));
        }
        if access.credentials.len() < self.credentials {
            self.credentials = 0;
        }
        self.users = match world.issuer.managed.users.len() {
            fewer if fewer < self.users => 0,
            _ => self.users,
        };
        for session in access.sessions.latest(made - self.sessions) {
            self.session(session);
        }
        self.sessions = made;
        for credential in access.credentials.iter().skip(self.credentials) {
            self.secret(credential.client_secret.reveal().as_bytes());
            self.secret(credential.api_token.as_bytes());
            self.credentials += 1;
        }
        for user in world.issuer.managed.users.iter().skip(self.users) {
            self.secret(world.managed_password(user).reveal().as_bytes());
            self.users += 1;
        }
        let signing = world.signing_secrets_made();
        if signing != self.signing {
            world.signing_secrets().for_each(|secret| self.secret(secret.reveal().as_bytes()));
            self.signing = signing;
        }
        self.prefix(&world.rules.card.pan_prefix);
        let bins = world.issuer.bins().count();
        if bins != self.bins {
            world.issuer.bins().for_each(|bin| self.prefix(bin));
            self.bins = bins;
        }
    }

    /// Adds the key and iv of a session, which are bytes and travel in base64.
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
        let Some(start): Option<[u8; START]> = form.first_chunk().copied() else { return };
        self.marks.resize(MARKS, 0);
        let (word, bit) = mark(&start);
        self.marks[word] |= bit;
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

    /// True when a text contains a secret.
    pub(super) fn finds(&self, text: &str) -> bool {
        if text.len() < START {
            return false;
        }
        let bare = letters(text.as_bytes());
        let known = |at: usize, start: &[u8]| {
            let (word, bit) = mark(start);
            if self.marks.get(word).is_none_or(|marks| marks & bit == 0) {
                return false;
            }
            let forms = self.by_start.get(start);
            forms.is_some_and(|forms| forms.iter().any(|form| bare[at..].starts_with(form)))
        };
        bare.windows(START).enumerate().any(|(at, start)| known(at, start))
            || bearer::is_in(text)
            || self.finds_pan(&bare)
            || text.split(is_no_letter).any(|word| self.finds_coded_pan(word))
    }

    fn finds_pan(&self, bare: &[u8]) -> bool {
        let mut digits = 0;
        bare.iter().enumerate().any(|(at, byte)| {
            digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
            digits >= PAN && self.is_pan(&bare[at + 1 - PAN..=at])
        })
    }

    fn is_pan(&self, digits: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(digits) else { return false };
        self.prefixes.iter().any(|prefix| text.starts_with(prefix.as_str()))
            && text.ends_with(check_digit(&text[..PAN - 1]))
    }

    /// True when a word contains a card number in hex or base64, from its start or after any
    /// punctuation mark in it.
    fn finds_coded_pan(&self, word: &str) -> bool {
        /// Length of a card number's digits in base64 without padding, in characters.
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

/// Words of the bits of known beginnings.
const MARKS: usize = 1024;

/// Word and bit of a beginning, which follow from its first four bytes.
fn mark(start: &[u8]) -> (usize, u64) {
    let four = start.first_chunk().map_or(0, |four| u32::from_le_bytes(*four));
    let hash = four.wrapping_mul(0x9E37_79B1) >> 16;
    ((hash / 64) as usize, 1 << (hash % 64))
}

/// True for characters that are not part of hex or base64.
fn is_no_letter(letter: char) -> bool {
    !letter.is_ascii_alphanumeric() && !"+/=_-".contains(letter)
}

/// Letters and digits of a text, in lower case, without whatever separates them.
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
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl";
        assert!(Guard::default().finds(&format!("seen {token}")));
    }
}

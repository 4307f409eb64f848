//! Search for planted secrets in texts, in any form in which they may leak.

use aho_corasick::AhoCorasick;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

/// Number of forms in which a secret may leak.
const FORMS: usize = 5;

/// All forms in which a secret may leak.
fn forms(secret: &str) -> [String; FORMS] {
    let backwards: String = secret.chars().rev().collect();
    [
        secret.to_owned(),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
        hex::encode(secret),
        backwards,
    ]
}

/// Search for secrets in texts, all of them in one pass.
pub(super) struct Search<'s> {
    secrets: &'s [String],
    forms: AhoCorasick,
}

impl<'s> Search<'s> {
    pub(super) fn new(secrets: &'s [String]) -> Self {
        let all: Vec<_> = secrets.iter().flat_map(|secret| forms(secret)).collect();
        let forms = AhoCorasick::builder().ascii_case_insensitive(true).build(all).unwrap();
        Self { secrets, forms }
    }

    /// Secret that a text shows, blanks and dashes aside.
    pub(super) fn leak(&self, text: &str) -> Option<String> {
        let joined: String = text.chars().filter(|letter| !" -".contains(*letter)).collect();
        let found = self.forms.find(text).or_else(|| self.forms.find(&joined))?;
        Some(self.secrets[found.pattern().as_usize() / FORMS].clone())
    }
}

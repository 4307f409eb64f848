//! Search for given secrets where they do not belong.

use super::{
    scrub::Secrets,
    views::{self, View},
};

/// Longest text that is unwrapped; in a longer one only secrets as they are are found.
const LONGEST_UNWRAPPED: usize = 64 * 1024;

/// Finds some secrets in texts: as they are, and behind percent and other escapes, base64 and hex,
/// one inside the other. Secrets of fewer than eight bytes are not found.
pub struct SecretSearch(Secrets);

impl SecretSearch {
    /// A search for these secrets.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Secrets::default();
        secrets.into_iter().for_each(|secret| all.add(secret.as_bytes()));
        Self(all)
    }

    /// True when any of them stands in a text.
    pub fn finds(&self, text: &[u8]) -> bool {
        if self.0.stand_in(text) {
            return true;
        }
        let mut found = false;
        if text.len() <= LONGEST_UNWRAPPED {
            views::each(text, &mut |view: &View| found = found || self.0.stand_in(&view.bytes));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};

    use super::SecretSearch;

    #[test]
    fn secrets_are_found_as_they_are_and_wrapped() {
        let search = SecretSearch::of(["my+secret-1"]);
        let base64 = STANDARD.encode("x:my+secret-1");
        for text in ["a=my+secret-1", "a=my%2Bsecret-1", base64.as_str(), r"my\u002bsecret-1"] {
            assert!(search.finds(text.as_bytes()), "{text}");
        }
        assert!(!search.finds(b"my+secret-2") && !search.finds(b""));
    }
}

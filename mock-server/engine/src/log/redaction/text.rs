//! Texts by their class, and texts without the secrets in them.

use std::borrow::Cow;

use super::RedactionContext;
use crate::{
    log::{
        Class, echo,
        masks::{is_stamp, pan, sealed, signature, text_of, token},
    },
    world::outbox::address,
};

impl RedactionContext {
    /// A text without the secrets in it.
    pub fn scrubbed<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.secrets.scrubbed(text)
    }

    /// Whether a text has a secret in it.
    pub fn betrays(&self, text: &str) -> bool {
        self.scrubbed(text) != text
    }

    /// A name that a client chose.
    pub fn name(&self, name: &str) -> String {
        const LONGEST: usize = 80;
        // What is cut off first is no secret any more that could be found.
        self.scrubbed(name).chars().take(LONGEST).collect()
    }

    /// A text of a class.
    pub fn text(&self, class: Class, text: &str) -> String {
        match class {
            Class::Personal if self.mask_personal => text_of(text),
            Class::Unlisted if self.shows_unlisted => self.scrubbed(text).into_owned(),
            Class::Plain | Class::Personal => self.scrubbed(text).into_owned(),
            Class::Said => self.scrubbed(text).into_owned(),
            Class::Echoed => self.scrubbed(&echo::without_echo(text)).into_owned(),
            // What is no address may hide a password anywhere.
            Class::Address if address::problem(text).is_none() => {
                self.scrubbed(&address::masked(text)).into_owned()
            }
            Class::Stamp if is_stamp(text) => self.scrubbed(text).into_owned(),
            // Neither an end nor a beginning is shown of a secret that stands in their place.
            Class::Token | Class::Signature if self.betrays(text) => {
                self.scrubbed(text).into_owned()
            }
            Class::Token => token(text),
            Class::Signature => signature(text),
            Class::Secret => "[secret]".to_owned(),
            Class::Pin => "[pin]".to_owned(),
            Class::Pan => pan(text),
            Class::Sealed => sealed(text),
            Class::Address | Class::Stamp | Class::Within | Class::Unlisted => text_of(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::scrub::Secrets;

    const SECRET: &str = "0bad3898601979ad7c6181f63fbfccbb";

    /// A secret is found in texts of every class that shows any of its letters, and in names.
    #[test]
    fn no_class_shows_a_secret_that_stands_where_another_value_belongs() {
        let mut secrets = Secrets::default();
        secrets.add(SECRET.as_bytes());
        secrets.add_pan("4000001234567899");
        let redaction = RedactionContext { secrets, ..RedactionContext::default() };
        for class in [
            Class::Plain,
            Class::Personal,
            Class::Said,
            Class::Echoed,
            Class::Token,
            Class::Signature,
            Class::Secret,
        ] {
            assert_eq!(redaction.text(class, SECRET), "[secret]", "{class:?}");
        }
        assert_eq!(redaction.text(Class::Stamp, "4000001234567899"), "[pan ****7899]");
        assert_eq!(redaction.name(&format!("x{SECRET}")), "x[secret]");
        let address = format!("https://hooks.sandbox.test/{SECRET}");
        assert_eq!(redaction.text(Class::Address, &address), "https://hooks.sandbox.test/[secret]");
    }

    #[test]
    fn addresses_are_shown_without_user_and_query_and_what_is_none_not_at_all() {
        let redaction = RedactionContext::default();
        let shown = redaction.text(Class::Address, "https://hooks.sandbox.test/a?key=hunter2");
        assert!(shown.starts_with("https://hooks.sandbox.test/a"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(redaction.text(Class::Address, "ftp:hunter2"), "[text 11]");
        assert_eq!(redaction.text(Class::Pin, "9073"), "[pin]");
    }

    #[test]
    fn tokens_signatures_and_instants_keep_an_end_a_beginning_and_their_digits() {
        let redaction = RedactionContext::default();
        let digest = "0bad3898601979ad7c6181f63fbfccbb";
        assert_eq!(redaction.text(Class::Signature, digest), "[0bad3898…]");
        assert_eq!(redaction.text(Class::Signature, "short"), "[text 5]");
        assert_eq!(redaction.text(Class::Signature, &"é".repeat(30)), "[text 30]");
        assert_eq!(redaction.text(Class::Token, "short"), "[token 5]");
        assert_eq!(
            redaction.text(Class::Stamp, "2030-01-01T00:00:00.5Z"),
            "2030-01-01T00:00:00.5Z"
        );
        assert_eq!(redaction.text(Class::Stamp, "hunter2"), "[text 7]");
    }
}

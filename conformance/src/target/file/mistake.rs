//! A text that is no target file: what is wrong with it, in words that help.

use crate::nearest::question;

/// The mistake, and the nearest known key for one that is unknown. The line itself is not shown:
/// it may hold a secret that should not be there.
pub(super) fn explained(error: &toml::de::Error) -> (String, String) {
    let message = error.message().to_owned();
    let mut quoted = message.split('`').skip(1).step_by(2);
    let question = quoted.next().map(|unknown| question(unknown, quoted)).unwrap_or_default();
    let repair = match question.is_empty() {
        false if message.starts_with("unknown") => question,
        _ if message.contains("a secret is named") => {
            "put the secret into a variable or a file, and its name here".to_owned()
        }
        _ => "`conformance init` writes a file in which every key is explained".to_owned(),
    };
    (message, repair)
}

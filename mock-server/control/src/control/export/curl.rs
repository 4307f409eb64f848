//! A session as a script of a POSIX shell.
//!
//! # Rationale
//! The script needs `curl` and `mock-server`. The latter signs, seals and opens, so it picks ids out
//! of answers too (`craft pick`): `sed` over JSON takes the wrong member sooner or later, and not
//! every machine has `jq`.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{
    asked::{Asked, Body, document_body},
    not_repeated,
    origin::Origin,
    references::{mark, unmarked},
    session::{Ask, Session, Step},
};
use crate::control::duration;

/// Functions that every script begins with.
const PRELUDE: &str = include_str!("prelude.sh");

/// The script.
pub(super) fn written(session: &Session) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "#!/bin/sh");
    let _ = writeln!(
        out,
        "# A session of the world {}, exported by mock-server {}.",
        session.world,
        env!("CARGO_PKG_VERSION")
    );
    out.push_str(PRELUDE);
    let definition = serde_json::to_string_pretty(&session.definition).expect("a value is JSON");
    let _ = writeln!(out, "begin <<'WORLD'\n{definition}\nWORLD\n");
    for reference in session.references() {
        let told = match &reference.origin {
            Origin::Fixture { kind, label, pointer, .. } => {
                format!("entity '{kind}/{}' '{pointer}'", label.replace('/', "%2F"))
            }
            Origin::Username { label } => format!("user {} username", quoted(label)),
            Origin::Password { label } => format!("user {} password", quoted(label)),
            // These are not known before the request that tells or needs them.
            Origin::Answer { .. } | Origin::Pin { .. } => continue,
        };
        let _ = writeln!(out, "{}=$({told})", variable(&reference.name));
    }
    // PINs that were encrypted already: each is where it is first used.
    let mut pins: BTreeSet<usize> = BTreeSet::new();
    for step in &session.steps {
        match step {
            Step::Wait(micros) => {
                let _ = writeln!(out, "\nadvance {}", duration::written(*micros));
            }
            Step::Office(call) => {
                let path = session.in_shell(&call.path);
                let body =
                    if call.body.is_null() { "{}".to_owned() } else { call.body.to_string() };
                let _ = writeln!(
                    out,
                    "\noffice {} \"{path}\" <<BODY\n{}\nBODY",
                    call.method,
                    session.in_shell(&body)
                );
            }
            Step::Ask(ask) => session.ask_in_shell(&mut out, ask, &mut pins),
            Step::Left { n, why } => {
                let _ = writeln!(out, "\n# {}", not_repeated(*n, why));
            }
        }
    }
    out.push_str("\nfinish\n");
    out
}

impl Session {
    /// A text inside of double quotes, or of a document that the shell expands.
    fn in_shell(&self, text: &str) -> String {
        unmarked(text, escaped, |number| format!("${{{}}}", variable(&self.reference(number).name)))
    }

    fn ask_in_shell(&self, out: &mut String, ask: &Ask, pins: &mut BTreeSet<usize>) {
        let Ask { n, surface, by, asked: Asked { method, place, key, token, body, .. }, .. } = ask;
        let (method, body) = match body {
            Body::Empty => (method.as_str(), String::new()),
            Body::Json(value) => (method.as_str(), value.to_string()),
            Body::Document { text, variables } => {
                ("POST", document_body(text, variables).to_string())
            }
        };
        let status = ask.status.map_or_else(|| "000".to_owned(), |status| status.to_string());
        let _ = writeln!(out, "\n# Request {n}");
        for (number, reference) in self.references().iter().enumerate() {
            let Origin::Pin { pin, key, iv } = &reference.origin else { continue };
            if body.contains(&mark(number)) && pins.insert(number) {
                let [key, iv] = [key, iv].map(|one| variable(&self.reference(*one).name));
                let _ = writeln!(
                    out,
                    "{}=$(pin \"${key}\" \"${iv}\" {pin})",
                    variable(&reference.name)
                );
            }
        }
        let by = if by.is_empty() { "nobody" } else { by };
        let key = escaped(key.as_deref().unwrap_or_default());
        let token = token.map(|token| format!("${{{}}}", variable(&self.reference(token).name)));
        let under = match (key.as_str(), token) {
            ("", None) => String::new(),
            (key, None) => format!(" \"{key}\""),
            (key, Some(token)) => format!(" \"{key}\" \"{token}\""),
        };
        let place = self.in_shell(place);
        let name = surface.code().to_ascii_lowercase();
        let _ =
            writeln!(out, "{name} {n} {status} {} {method} \"{place}\"{under} <<BODY", quoted(by));
        let _ = writeln!(out, "{}\nBODY", self.in_shell(&body));
        for (reference, pointer) in self.told_by(*n) {
            let _ = writeln!(out, "{}=$(pick {n} {})", variable(&reference.name), quoted(pointer));
        }
    }
}

/// A text in single quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A text in which the shell expands nothing.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '$' | '`') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// The name of a variable.
fn variable(name: &str) -> String {
    let letters =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' });
    format!("v_{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_expanded() {
        assert_eq!(escaped("a\"$b`c\\"), "a\"\\$b\\`c\\\\");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(variable("card A"), "v_card_A");
    }
}

//! The commands that show something again: a scenario, or one request of it.

use serde::{Deserialize, Serialize};

use crate::exchange::Exchange;

/// The options of the call that made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reproduction {
    /// The value of `--target`.
    pub target: String,
    /// Further options that decide what a scenario does, ready for a shell: `--level decided`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub options: String,
}

impl Default for Reproduction {
    fn default() -> Self {
        Self { target: "…".to_owned(), options: String::new() }
    }
}

impl Reproduction {
    /// Runs the scenario of this id.
    pub fn run(&self, id: &str) -> String {
        let target = quoted(&self.target);
        let options = if self.options.is_empty() { "" } else { " " };
        format!("conformance run --target {target}{options}{} {}", self.options, quoted(id))
    }

    /// Makes a request again: signed or sealed anew by `conformance send`, and with nothing but a
    /// shell where that can be done.
    pub fn request(&self, exchange: &Exchange) -> Vec<String> {
        let mut lines = Vec::new();
        if !exchange.again.is_empty() {
            let arguments: Vec<_> = exchange.again.iter().map(|one| quoted(one)).collect();
            let target = quoted(&self.target);
            lines.push(format!("conformance send --target {target} {}", arguments.join(" ")));
        }
        lines.extend(exchange.curl().iter().flat_map(|text| text.lines().map(str::to_owned)));
        lines
    }
}

/// A text as one word of a shell. Control characters are written as bash, zsh and ksh read them.
pub(crate) fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&byte);
    if text == "…" || !text.is_empty() && text.bytes().all(plain) {
        return text.to_owned();
    }
    if !text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return format!("'{}'", text.replace('\'', r"'\''"));
    }
    let mut out = "$'".to_owned();
    for letter in text.chars() {
        match letter {
            '\'' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {
                let mut bytes = [0; 4];
                for byte in control.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("\\x{byte:02x}"));
                }
            }
            other => out.push(other),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_word_of_a_shell() {
        assert_eq!(quoted("partner/pin.feature:12"), "partner/pin.feature:12");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted("a\u{1b}'\\\nb\u{85}"), r"$'a\x1b\'\\\nb\xc2\x85'");
    }

    #[test]
    fn a_scenario_runs_again_on_the_same_target() {
        let again =
            Reproduction { target: "my target.toml".into(), options: "--level decided".into() };
        assert_eq!(
            again.run("a.feature:3"),
            "conformance run --target 'my target.toml' --level decided a.feature:3"
        );
    }
}

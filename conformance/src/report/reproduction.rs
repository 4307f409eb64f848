//! The commands that show something again: a scenario, or one request of it.

use serde::{Deserialize, Serialize};

use crate::{exchange::Exchange, shell_word::quoted};

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

#[cfg(test)]
mod tests {
    use super::*;

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

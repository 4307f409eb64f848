//! Flags that define the default world (SB 20).

use clap::Args;
use serde_json::{Map, Value, json};

use crate::worlds::DEFAULT;

/// Definition of the default world. What is not given is as usual.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Default world")]
pub struct DefaultWorldFlags {
    /// Seed of the default world. Its credentials are then derived from it, instead of the published
    /// ones.
    #[arg(long, env = "MOCK_SERVER_SEED")]
    pub seed: Option<String>,
    /// Value of a rule of the default world, like `pin.min_digits=6`; can be repeated.
    #[arg(long, env = "MOCK_SERVER_RULE", value_name = "KEY=VALUE", value_parser = pair)]
    pub rule: Vec<(String, String)>,
    /// Requirement that the default world breaks, by the id of the deviation; can be repeated.
    #[arg(long, env = "MOCK_SERVER_DEVIATION", value_name = "ID", value_delimiter = ',')]
    pub deviation: Vec<String>,
    /// Reading of an ambiguity in the default world, like `AMB-AG-02=bearer`; can be repeated.
    #[arg(long, env = "MOCK_SERVER_READING", value_name = "ID=NAME", value_parser = pair)]
    pub reading: Vec<(String, String)>,
}

impl DefaultWorldFlags {
    /// The definition of the default world, in the form of `POST /_sandbox/worlds`; none when no flag
    /// says anything.
    pub fn definition(&self) -> Option<Value> {
        let rule = |(key, text): &(String, String)| {
            let value = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
            (key.clone(), value)
        };
        let rules: Map<_, _> = self.rule.iter().map(rule).collect();
        let reading = |(id, name): &(String, String)| (id.clone(), json!(name));
        let readings: Map<_, _> = self.reading.iter().map(reading).collect();
        let is_usual = self.seed.is_none() && self.deviation.is_empty();
        if is_usual && rules.is_empty() && readings.is_empty() {
            return None;
        }
        let seed = self.seed.as_deref().unwrap_or(DEFAULT);
        Some(json!({"id": DEFAULT, "seed": seed, "rules": rules, "deviations": self.deviation,
                    "readings": readings}))
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

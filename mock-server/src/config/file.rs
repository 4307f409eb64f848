//! The configuration file: a value for every flag, and worlds (SB 20).
//!
//! A key is the name of a flag with underscores. The values become the defaults of the flags, so a
//! flag counts more than an environment variable, which counts more than the file.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, bail};
use clap::{Arg, ArgAction, ArgMatches, Command, parser::ValueSource};
use serde_json::{Map, Value};
use toml::Spanned;

use crate::spelling::nearest;

/// Key of the worlds.
const WORLD: &str = "world";

/// A file that was read.
#[derive(Debug, Default)]
pub struct ConfigFile {
    /// Values by the names of their arguments.
    values: BTreeMap<String, Vec<String>>,
    /// Definitions of worlds, in the form of `POST /_sandbox/worlds`.
    pub worlds: Vec<Value>,
}

impl ConfigFile {
    /// Reads a file with values for the arguments of a command; an error names file, line and key.
    pub fn read(path: &Path, command: &Command) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))?;
        Self::parse(&text, command).with_context(|| format!("in {}", path.display()))
    }

    fn parse(text: &str, command: &Command) -> anyhow::Result<Self> {
        let table: BTreeMap<String, Spanned<toml::Value>> = toml::from_str(text)?;
        let mut read = Self::default();
        let mut all: Vec<_> = table.into_iter().collect();
        all.sort_by_key(|(_, value)| value.span().start);
        for (key, value) in all {
            let line = 1 + text[..value.span().start].matches('\n').count();
            read.take(&key, value.into_inner(), command).with_context(|| format!("line {line}"))?;
        }
        for argument in command.get_arguments().filter(|one| read.has(one)) {
            let others = contradicting(command, argument);
            if let Some(other) = others.into_iter().find(|other| read.has(other)) {
                bail!("{} and {} contradict each other", argument.get_id(), other.get_id());
            }
        }
        Ok(read)
    }

    fn has(&self, argument: &Arg) -> bool {
        self.values.contains_key(argument.get_id().as_str())
    }

    fn take(&mut self, key: &str, value: toml::Value, command: &Command) -> anyhow::Result<()> {
        // Only a flag says where the file is, and only whoever starts the server holds its input.
        let known = |one: &&Arg| {
            one.get_long().is_some()
                && !["config", "until_stdin_closes"].contains(&one.get_id().as_str())
        };
        let arguments: Vec<_> = command.get_arguments().filter(known).collect();
        let Some(argument) = arguments.iter().find(|one| one.get_id() == key) else {
            let names = arguments.iter().map(|one| one.get_id().as_str());
            bail!("there is no key {key:?}; is {} meant?", nearest(key, names).join(" or "));
        };
        let mut values = match value {
            toml::Value::Array(items) => items,
            one => vec![one],
        };
        if key == WORLD {
            let (tables, files): (Vec<_>, Vec<_>) =
                values.into_iter().partition(toml::Value::is_table);
            self.worlds = tables.into_iter().map(json).collect();
            values = files;
        }
        let takes_several = matches!(argument.get_action(), ArgAction::Append);
        if values.len() != 1 && !takes_several {
            bail!("{key} takes one value");
        }
        let texts = values.iter().map(|value| text(argument, value));
        let texts = texts.collect::<Option<Vec<_>>>();
        let Some(texts) = texts else { bail!("{key} has a value of another type") };
        check(command, argument, &texts)?;
        if !texts.is_empty() {
            self.values.insert(key.to_owned(), texts);
        }
        Ok(())
    }

    /// The command with the values of the file as defaults, without those that contradict what was
    /// given on the command line or in the environment.
    pub fn as_defaults(&self, mut command: Command, given: &ArgMatches) -> Command {
        let is_given = |argument: &Arg| {
            let source = given.value_source(argument.get_id().as_str());
            matches!(source, Some(ValueSource::CommandLine | ValueSource::EnvVariable))
        };
        let mut defaults = Vec::new();
        for (key, values) in &self.values {
            let argument = command.get_arguments().find(|one| one.get_id() == key.as_str());
            let conflicts = argument.map(|one| contradicting(&command, one));
            if !conflicts.unwrap_or_default().into_iter().any(is_given) {
                defaults.push((key.clone(), values.clone()));
            }
        }
        for (key, values) in defaults {
            // The configuration is read once, and the parser keeps defaults for ever.
            let values: Vec<&'static str> =
                values.into_iter().map(|value| &*value.leak()).collect();
            command = command.mut_arg(key, |argument| argument.default_values(values));
        }
        command
    }
}

/// The arguments that contradict one: those that it names, and those that name it.
fn contradicting<'c>(command: &'c Command, argument: &Arg) -> Vec<&'c Arg> {
    let mut all = command.get_arg_conflicts_with(argument);
    let names_it = |other: &&Arg| {
        let named = command.get_arg_conflicts_with(other);
        named.iter().any(|one| one.get_id() == argument.get_id())
    };
    all.extend(command.get_arguments().filter(names_it));
    all
}

/// Checks values as the command line would.
fn check(command: &Command, argument: &Arg, texts: &[String]) -> anyhow::Result<()> {
    let Some(long) = argument.get_long() else { return Ok(()) };
    if is_switch(argument) {
        return Ok(());
    }
    let flags = texts.iter().map(|text| format!("--{long}={text}"));
    let alone = [command.get_name().to_owned()].into_iter().chain(flags);
    match command.clone().try_get_matches_from(alone) {
        Ok(_) => Ok(()),
        Err(error) => {
            let told = error.render().to_string();
            let first = told.lines().next().unwrap_or_default();
            bail!("{}", first.trim_start_matches("error: "))
        }
    }
}

fn is_switch(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::SetTrue | ArgAction::SetFalse)
}

/// A value as the text that the command line would have; none when it has no such form.
fn text(argument: &Arg, value: &toml::Value) -> Option<String> {
    if is_switch(argument) {
        return value.as_bool().map(|on| on.to_string());
    }
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A value of TOML as JSON; instants become texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(is) => is.into(),
        toml::Value::Datetime(instant) => Value::String(instant.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(members) => {
            let members = members.into_iter().map(|(name, value)| (name, json(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches};

    use super::*;
    use crate::config::Config;

    fn configured(text: &str, flags: &[&str]) -> Config {
        let file = ConfigFile::parse(text, &Config::command()).unwrap();
        let flags = || ["mock-server"].into_iter().chain(flags.iter().copied());
        let given = Config::command().get_matches_from(flags());
        let command = file.as_defaults(Config::command(), &given);
        Config::from_arg_matches(&command.get_matches_from(flags())).unwrap()
    }

    fn wrong(text: &str) -> String {
        format!("{:#}", ConfigFile::parse(text, &Config::command()).unwrap_err())
    }

    #[test]
    fn a_flag_counts_more_than_the_file() {
        let text =
            "max_worlds = 7\nquiet = true\nworld_idle = \"5m\"\nallow_host = [\"a\", \"b\"]\n";
        let config = configured(text, &["--max-worlds", "9"]);
        assert_eq!(config.max_worlds.get(), 9);
        assert!(config.quiet && !config.mask_personal);
        assert_eq!(config.access.allow_host, ["a", "b"]);
        assert_eq!(configured(text, &[]).max_worlds.get(), 7);
        assert_eq!(configured(text, &["--allow-host", "c"]).access.allow_host, ["c"]);
        assert!(!configured("quiet = false\n", &[]).quiet);
    }

    #[test]
    fn a_flag_puts_out_of_force_what_contradicts_it() {
        let config = configured("control_token_env = \"A\"\n", &["--control-token-file", "b"]);
        assert_eq!(config.access.control_token_env, None);
    }

    #[test]
    fn mistakes_are_told_with_line_and_key() {
        let told = wrong("quiet = true\n\nmax_wordls = 1\n");
        assert!(told.contains("line 3") && told.contains("max_worlds"), "{told}");
        for (text, part) in [
            ("max_worlds = 0", "line 1: invalid value '0' for '--max-worlds"),
            ("max_worlds = [1, 2]", "takes one value"),
            ("quiet = 1", "another type"),
            ("listen = 8080.5", "another type"),
            ("control_token_env = \"A\"\ncontrol_token_file = \"b\"", "contradict each other"),
            ("config = \"x\"", "there is no key"),
            ("max_worlds = ", "line 1"),
        ] {
            assert!(wrong(text).contains(part), "{text}: {}", wrong(text));
        }
    }

    #[test]
    fn worlds_are_tables() {
        let text =
            "[[world]]\nid = \"a\"\nclock = { mode = \"frozen\", at = 2030-01-01T00:00:00Z }\n";
        let file = ConfigFile::parse(text, &Config::command()).unwrap();
        let clock = serde_json::json!({"mode": "frozen", "at": "2030-01-01T00:00:00Z"});
        assert_eq!(file.worlds, [serde_json::json!({"id": "a", "clock": clock})]);
    }
}

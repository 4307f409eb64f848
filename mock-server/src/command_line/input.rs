//! Inputs of commands: files, standard input, and `name=value` arguments.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use anyhow::{Context, bail};
use serde_json::{Map, Value};

/// Bytes of a file; `-` is standard input.
pub(super) fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

/// JSON object in a file; `-` is standard input.
pub(super) fn json(file: &Path) -> anyhow::Result<Value> {
    let read: Value = serde_json::from_slice(&bytes(file)?)
        .with_context(|| format!("{} is not JSON", file.display()))?;
    if !read.is_object() {
        bail!("{} is not a JSON object", file.display());
    }
    Ok(read)
}

/// Text in an environment variable that holds a secret.
pub(super) fn secret(variable: &str) -> anyhow::Result<String> {
    match std::env::var(variable) {
        Ok(secret) if !secret.is_empty() => Ok(secret),
        _ => bail!("the secret is missing: the environment variable {variable} is not set"),
    }
}

/// An object made of arguments: `name=value`, `outer.inner=value`, and `name:=JSON`. `read` makes the
/// value of a text at a place.
pub(super) fn members(
    arguments: &[String],
    read: impl Fn(&str, &str) -> Value,
) -> anyhow::Result<Value> {
    let mut all = Value::Object(Map::new());
    for argument in arguments {
        let Some((name, text)) = argument.split_once('=').filter(|(name, _)| !name.is_empty())
        else {
            bail!("{argument:?} is no name=value");
        };
        let (name, value) = match name.strip_suffix(':') {
            Some(name) => {
                let value = serde_json::from_str(text);
                (name, value.with_context(|| format!("{text:?} is not JSON, in {argument:?}"))?)
            }
            None => (name, read(name, text)),
        };
        let mut at = &mut all;
        for part in name.split('.') {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            at = &mut at[part];
        }
        *at = value;
    }
    Ok(all)
}

/// A text that is JSON, other than a text, as that; anything else as a text.
pub(super) fn json_or_text(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arguments_are_members() {
        let all = ["a=1", "b.c=x=y", "b.d:=[1]", "e:=false", "f="].map(str::to_owned);
        let read = |_: &str, text: &str| Value::String(text.to_owned());
        let expected = json!({"a": "1", "b": {"c": "x=y", "d": [1]}, "e": false, "f": ""});
        assert_eq!(members(&all, read).unwrap(), expected);
        for wrong in ["a", "=1", "a:={"] {
            assert!(members(&[wrong.to_owned()], read).is_err(), "{wrong}");
        }
    }
}

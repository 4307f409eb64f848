//! Standard output and standard error. A reader that has seen enough and closes the pipe (`| head`)
//! is no error; a disk that is full is one, which ends the run with its exit code and no panic.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
    path::Path,
    sync::OnceLock,
};

use anyhow::Context;
use serde::Serialize;
use serde_json::Value;

use super::{blanked, tame, tame_lines};

/// Why standard output could not be written to, the first time.
static TROUBLE: OnceLock<String> = OnceLock::new();

/// Prints a line.
pub(crate) fn line(text: fmt::Arguments<'_>) {
    page(&format!("{text}\n"));
}

/// Prints a text that has its own ends of lines.
pub(crate) fn page(text: &str) {
    put(&shown(text));
}

/// Prints a text with colours of ours, in which everything else was tamed.
pub(crate) fn painted(text: &str) {
    put(&blanked(text));
}

/// Prints JSON. It is cleared before it is written, so that it stays JSON.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    put(&cleared_json(value)?);
    Ok(())
}

/// Writes JSON to a file, cleared as [`json`] does.
pub(crate) fn write_json(file: &Path, value: &impl Serialize) -> anyhow::Result<()> {
    std::fs::write(file, cleared_json(value)?)
        .with_context(|| format!("cannot write {}", file.display()))
}

fn cleared_json(value: &impl Serialize) -> anyhow::Result<String> {
    let mut value = serde_json::to_value(value)?;
    clear(&mut value);
    Ok(format!("{}\n", ascii_controls(serde_json::to_string_pretty(&value)?)))
}

/// Prints a line on standard error. Where that cannot be written to, nobody can be told.
pub(crate) fn complain(text: fmt::Arguments<'_>) {
    let _ = io::stderr().write_all(shown(&format!("{text}\n")).as_bytes());
}

/// Why standard output is not whole, if it is not.
pub(crate) fn trouble() -> Option<&'static str> {
    note(io::stdout().flush());
    TROUBLE.get().map(String::as_str)
}

fn put(text: &str) {
    if TROUBLE.get().is_none() {
        note(io::stdout().write_all(text.as_bytes()));
    }
}

fn note(done: io::Result<()>) {
    if let Err(error) = done
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = TROUBLE.set(format!("cannot write to standard output: {error}"));
    }
}

fn shown(text: &str) -> String {
    tame_lines(&tame(&blanked(text))).into_owned()
}

fn clear(value: &mut Value) {
    match value {
        Value::String(text) => *text = blanked(text),
        Value::Array(items) => items.iter_mut().for_each(clear),
        Value::Object(members) => members.values_mut().for_each(clear),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// JSON in which the control characters that it need not escape are escaped as well.
pub(crate) fn ascii_controls(json: String) -> String {
    let is_control = |letter| matches!(letter, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}');
    if !json.contains(is_control) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        match is_control(letter) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            false => out.push(letter),
        }
    }
    out
}

//! `mock-server craft pick`: a value in an answer.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::Value;

use crate::command_line::{Verdict, input::bytes, print, say};

/// Print the value at a place of JSON: a text without quotes, all else as JSON. The exit code is 1
/// when there is none.
#[derive(Clone, Debug, Args)]
pub(in crate::command_line) struct Pick {
    /// JSON Pointer (RFC 6901), such as /data/createCard/cardId.
    pointer: String,
    /// File with the JSON; `-` is standard input.
    #[arg(default_value = "-")]
    file: PathBuf,
}

impl Pick {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let json: Value =
            serde_json::from_slice(&bytes(&self.file)?).context("this is not JSON")?;
        match json.pointer(&self.pointer) {
            None | Some(Value::Null) => {
                say(&format!("mock-server: there is nothing at {}", self.pointer));
                return Ok(Verdict::No);
            }
            Some(Value::String(text)) => print(text)?,
            Some(other) => print(&other.to_string())?,
        }
        Ok(Verdict::Yes)
    }
}

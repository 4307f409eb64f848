//! `mock-server craft seal`: the envelope of a request (ER 2).

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::{Map, Value, json};

use super::TimeArgs;
use crate::{
    command_line::{
        Verdict,
        input::{bytes, secret},
        print,
    },
    crypto::{
        sealed::{NONCE, VERSION, seal},
        signature,
    },
};

/// Seal a payload: print the body of a request to the encrypted-envelope API.
///
/// A payload without `request_timestamp` gets one, unless --as-it-is.
#[derive(Clone, Debug, Args)]
pub(in crate::command_line) struct Seal {
    /// File with the payload; `-` is standard input.
    #[arg(default_value = "-")]
    payload: PathBuf,
    #[command(flatten)]
    time: TimeArgs,
    /// Name of the environment variable with the API secret.
    #[arg(long, default_value = "ER_API_SECRET", value_name = "NAME")]
    secret_env: String,
    /// Seal the bytes of the file as they are, whatever they are.
    #[arg(long)]
    as_it_is: bool,
}

impl Seal {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let secret = secret(&self.secret_env)?;
        let mut payload = bytes(&self.payload)?;
        let at = self.time.at();
        if !self.as_it_is {
            let object: Map<String, Value> = serde_json::from_slice(&payload)
                .context("the payload is not a JSON object; --as-it-is seals any bytes")?;
            if !object.contains_key("request_timestamp") {
                let mut object = object;
                object.insert("request_timestamp".to_owned(), json!(at.as_microsecond()));
                payload = serde_json::to_vec(&object)?;
            }
        }
        // Another nonce for another payload or microsecond, as the cipher demands.
        let now = at.as_microsecond().to_be_bytes();
        let digest = signature::digest(secret.as_bytes(), &[b"nonce", &now, &payload]);
        let nonce: &[u8; NONCE] = digest.first_chunk().expect("a digest is longer");
        print(&json!({"encrypted": seal(&secret, VERSION, nonce, &payload)}).to_string())?;
        Ok(Verdict::Yes)
    }
}

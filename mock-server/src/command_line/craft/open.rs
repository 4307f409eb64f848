//! `mock-server craft open`: the payload in an envelope (ER 2).

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use crate::{
    command_line::{
        Verdict,
        input::{bytes, secret},
        print, say,
    },
    crypto::sealed::{Reader, SealFault, VERSION},
};

/// Open an envelope: print the payload. The exit code is 1 when it does not open.
#[derive(Clone, Debug, Args)]
pub(in crate::command_line) struct Open {
    /// File with the body, `{"encrypted": "…"}`, or with the text of `encrypted` alone; `-` is
    /// standard input.
    #[arg(default_value = "-")]
    body: PathBuf,
    /// Name of the environment variable with the API secret.
    #[arg(long, default_value = "ER_API_SECRET", value_name = "NAME")]
    secret_env: String,
}

impl Open {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let secret = secret(&self.secret_env)?;
        let body = bytes(&self.body)?;
        let text = match serde_json::from_slice::<Value>(&body) {
            Ok(Value::Object(members)) => {
                members.get("encrypted").and_then(Value::as_str).unwrap_or_default().to_owned()
            }
            Ok(Value::String(text)) => text,
            _ => String::from_utf8_lossy(&body).trim().to_owned(),
        };
        let reader = Reader { strict: true, versions: &[VERSION as i64] };
        match reader.open(&secret, &text) {
            Ok(payload) => {
                print(&String::from_utf8_lossy(&payload))?;
                Ok(Verdict::Yes)
            }
            Err(fault) => {
                let why = match fault {
                    SealFault::Text => "it is not base64 with padding",
                    SealFault::Version => "it is too short, or its first byte is not 2",
                    SealFault::Box => "it was sealed with another secret, or was changed",
                };
                say(&format!("mock-server: the envelope does not open: {why}"));
                Ok(Verdict::No)
            }
        }
    }
}

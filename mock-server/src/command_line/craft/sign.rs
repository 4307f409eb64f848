//! `mock-server craft sign`: the headers of a partner request (PG 3.2).

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::TimeArgs;
use crate::{
    command_line::{
        Verdict,
        input::{bytes, secret},
        print, print_json,
    },
    crypto::signature,
};

/// Print the headers of a signed partner request.
///
/// Sign exactly the bytes that are sent: mock-server craft sign body.json > headers; curl -H
/// @headers -H 'content-type: application/json' --data-binary @body.json URL
#[derive(Clone, Debug, Args)]
pub(in crate::command_line) struct Sign {
    /// File with the body; `-` is standard input.
    #[arg(default_value = "-")]
    body: PathBuf,
    #[command(flatten)]
    time: TimeArgs,
    /// Name of the environment variable with the API key.
    #[arg(long, default_value = "AGIO_PARTNER_API_TOKEN", value_name = "NAME")]
    key_env: String,
    /// Name of the environment variable with the client secret.
    #[arg(long, default_value = "AGIO_PARTNER_CLIENT_SECRET", value_name = "NAME")]
    secret_env: String,
    /// Print the headers as a JSON object.
    #[arg(long)]
    json: bool,
}

impl Sign {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let (key, secret) = (secret(&self.key_env)?, secret(&self.secret_env)?);
        let body = bytes(&self.body)?;
        let timestamp = self.time.at().as_millisecond().to_string();
        let digest = signature::digest(secret.as_bytes(), &[timestamp.as_bytes(), b".", &body]);
        let headers = [
            ("x-agio-api-key", key),
            ("x-agio-timestamp", timestamp),
            ("x-agio-signature", hex::encode(digest)),
        ];
        if self.json {
            let all = headers.map(|(name, value)| (name.to_owned(), json!(value)));
            print_json(&serde_json::Value::Object(all.into_iter().collect()))?;
        } else {
            print(&headers.map(|(name, value)| format!("{name}: {value}")).join("\n"))?;
        }
        Ok(Verdict::Yes)
    }
}

//! `mock-server craft pin`: a PIN under an encryption session (PG 8.2).

use anyhow::{Context, anyhow};
use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;

use crate::{
    command_line::{Verdict, input::secret, print},
    crypto::session_key::encrypt,
};

/// Encrypt a PIN under an encryption session: print the value of `encryptedPin`.
#[derive(Clone, Debug, Args)]
pub(in crate::command_line) struct Pin {
    /// Digits of the PIN. It stands in the list of processes, so it is one for tests.
    pin: String,
    /// Name of the environment variable with the key of the session, in base64.
    #[arg(long, default_value = "SESSION_KEY", value_name = "NAME")]
    key_env: String,
    /// Name of the environment variable with the iv of the session, in base64.
    #[arg(long, default_value = "SESSION_IV", value_name = "NAME")]
    iv_env: String,
}

impl Pin {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let read = |name: &str| {
            let bytes = STANDARD.decode(secret(name)?);
            bytes.with_context(|| format!("the variable {name} is not base64"))
        };
        let (key, iv) = (read(&self.key_env)?, read(&self.iv_env)?);
        let sealed = encrypt(&key, &iv, &self.pin);
        print(&sealed.ok_or_else(|| anyhow!("a key has 16 bytes and an iv 12"))?)?;
        Ok(Verdict::Yes)
    }
}

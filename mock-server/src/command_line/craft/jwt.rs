//! `mock-server craft jwt`: a token of an in-app user (AG 2.1).

use clap::Args;
use serde_json::json;

use super::TimeArgs;
use crate::{
    command_line::{Verdict, input::secret, print},
    crypto::jwt::signed,
    surfaces::control::read_duration,
};

/// Make a token of a user of the in-app API. Of a running world, the op `mint-jwt` makes them too.
#[derive(Clone, Debug, Args)]
pub(in crate::command_line) struct Jwt {
    /// Id of the user: the claim `sub`.
    #[arg(long)]
    sub: String,
    /// Id of the organization: the claim `org`.
    #[arg(long)]
    org: String,
    /// Id of the world: the claim `world`.
    #[arg(long, env = "SANDBOX_WORLD", default_value = "default")]
    world: String,
    /// Time for which the token is valid.
    #[arg(long, default_value = "1h", value_parser = read_duration)]
    ttl: std::time::Duration,
    #[command(flatten)]
    time: TimeArgs,
    /// Name of the environment variable with the secret of tokens, `token_secret` of the world.
    #[arg(long, default_value = "AGIO_TOKEN_SECRET", value_name = "NAME")]
    secret_env: String,
}

impl Jwt {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        let secret = secret(&self.secret_env)?;
        let now = self.time.at().as_second();
        let end = now.saturating_add_unsigned(self.ttl.as_secs());
        let claims = json!({"sub": self.sub, "org": self.org, "world": self.world, "iat": now,
                            "exp": end});
        print(&signed(&claims.to_string(), secret))?;
        Ok(Verdict::Yes)
    }
}

//! `mock-server health`: whether a server can answer, for health checks of containers.

use clap::Args;

use super::{Verdict, print, print_json, sandbox::ServerArgs, say};

/// Tell whether a server can answer: exit code 0 or 1.
#[derive(Clone, Debug, Args)]
pub(super) struct Health {
    #[command(flatten)]
    server: ServerArgs,
    /// Ask whether it can be used too, and not only whether it lives: a server that is about to end
    /// or whose journal is full is not ready.
    #[arg(long)]
    ready: bool,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
}

impl Health {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let path = if self.ready { "/ready" } else { "/health" };
        let sandbox = self.server.sandbox()?;
        let (status, body) = match sandbox.probe(path).await {
            Ok(answer) => answer,
            Err(error) => {
                say(&format!("mock-server: {error:#}"));
                return Ok(Verdict::No);
            }
        };
        let word = body["status"].as_str().unwrap_or("no sandbox answers there");
        match self.json {
            true => print_json(&body)?,
            false => print(word)?,
        }
        let is_sandbox = body["status"].is_string();
        Ok(if status.is_success() && is_sandbox { Verdict::Yes } else { Verdict::No })
    }
}

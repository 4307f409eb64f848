//! `mock-server clock`: the time of a world (SB 4).

use axum::http::Method;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Verdict, print, print_json, readable::lines, sandbox::WorldArgs};

/// Show, freeze, run and advance the clock of a world.
#[derive(Clone, Debug, Args)]
pub(super) struct Clock {
    #[command(flatten)]
    world: WorldArgs,
    /// Print the answer as JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Show the clock.
    Show,
    /// Let time stand still.
    Freeze {
        /// Instant at which it stands (RFC 3339); as it is when absent.
        at: Option<String>,
    },
    /// Let time run with real time.
    Run {
        /// Instant that the clock shows now (RFC 3339); as it is when absent.
        #[arg(long)]
        at: Option<String>,
        /// Time by which the clock is ahead of real time, like `1h30m`.
        #[arg(long, conflicts_with = "at")]
        offset: Option<String>,
    },
    /// Move time on; effects fire in the order in which they fall due.
    Advance {
        /// Duration, like `301s`.
        #[arg(required_unless_present = "to")]
        by: Option<String>,
        /// Instant (RFC 3339), or `next`: when the next effect is due.
        #[arg(long, conflicts_with = "by")]
        to: Option<String>,
        /// Tell what would fire, and move nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

impl Clock {
    pub(super) async fn run(self) -> anyhow::Result<Verdict> {
        let sandbox = self.world.sandbox()?;
        let path = self.world.path("/clock");
        let answer = match self.action {
            Action::Show => sandbox.get(&path).await?,
            Action::Freeze { at } => {
                let body = given([("mode", Some("frozen".to_owned())), ("at", at)]);
                sandbox.send(Method::PUT, &path, &body).await?
            }
            Action::Run { at, offset } => {
                let mode = Some("running".to_owned());
                let body = given([("mode", mode), ("at", at), ("offset", offset)]);
                sandbox.send(Method::PUT, &path, &body).await?
            }
            Action::Advance { by, to, dry_run } => {
                let query = if dry_run { "?dry_run=true" } else { "" };
                let path = format!("{path}/advance{query}");
                sandbox.send(Method::POST, &path, &given([("by", by), ("to", to)])).await?
            }
        };
        match self.json {
            true => print_json(&answer)?,
            false => print(&lines(&answer))?,
        }
        Ok(Verdict::Yes)
    }
}

/// An object of the members that are given.
fn given<const N: usize>(members: [(&str, Option<String>); N]) -> Value {
    let all =
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?))));
    Value::Object(all.collect())
}

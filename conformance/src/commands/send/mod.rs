//! `conformance send`: one request, signed, sealed or with the token that the target file says, or
//! wrongly on purpose.
//! Reports name it for requests that a shell alone cannot make again.

mod envelope;
mod head;
mod in_app;
mod managed;
mod partner;

use std::sync::Arc;

use clap::{Subcommand, ValueEnum};

use crate::{
    Mismatch, Plan, StepResult, World,
    budget::{RunBudget, ScenarioBudget},
    drivers::{Answer, Http, sent::Sent},
    exchange::{blanked_body, blanked_header},
    exit, stage,
    target::Cost,
};

/// Options of `send`.
#[derive(clap::Args)]
pub struct Options {
    /// A target file, `sandbox=URL`, or `embedded`. On a sandbox the request goes to a new world,
    /// which is removed afterwards.
    #[arg(long, default_value = "embedded")]
    target: String,
    /// The credential: primary, second, or no-access (ER).
    #[arg(long = "as", value_enum, default_value_t = Who::Primary)]
    who: Who,
    /// The number of times that the very same bytes are sent.
    #[arg(long, default_value_t = 1)]
    times: usize,
    /// Show the request and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Costs that are allowed: money, irreversible, ships, creates-customer.
    #[arg(long, value_delimiter = ',', value_parser = super::run::cost)]
    allow: Vec<Cost>,
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Who {
    /// The first partner, user or project.
    Primary,
    /// The second one.
    Second,
    /// A project whose key is known and has no access.
    NoAccess,
}

#[derive(Subcommand)]
enum What {
    /// Partner card GraphQL: a body, signed.
    #[command(alias = "PG")]
    Pg(partner::Options),
    /// In-app GraphQL: a document and its variables, with the user's token.
    #[command(alias = "AG")]
    Ag(in_app::Options),
    /// Encrypted-envelope REST: a payload, sealed.
    #[command(alias = "ER")]
    Er(envelope::Options),
    /// Managed cards REST: a path and a body, with the caller's token.
    #[command(alias = "MC")]
    Mc(managed::Options),
}

pub(super) async fn execute(options: Options) -> anyhow::Result<u8> {
    let (target, _running) = super::target(&options.target).await?;
    let mut plan = Plan::of(target);
    plan.target.safety.allow.extend(&options.allow);
    let mut world = World::empty();
    let name = format!("send-{}", uuid::Uuid::new_v4().simple());
    let requirement = match &options.what {
        What::Pg(_) => "PG",
        What::Ag(_) => "AG",
        What::Er(_) => "ER",
        What::Mc(_) => "MC",
    };
    let budget = Arc::new(RunBudget::of(&plan.target));
    let props = stage::Props {
        name: &name,
        requirement: requirement.to_owned(),
        http: Http::new(plan.client()?).within(Arc::new(ScenarioBudget::of(budget))),
        needs: stage::Needs::default(),
    };
    stage::set(&mut world, &plan, props).await;
    let done = match &options.what {
        What::Pg(request) => request.send(&world, &options).await,
        What::Ag(request) => request.send(&world, &options).await,
        What::Er(request) => request.send(&world, &options).await,
        What::Mc(request) => request.send(&world, &options).await,
    };
    stage::clear(&world, &plan).await;
    match done {
        Ok(()) => Ok(exit::CONFORM),
        Err(Mismatch { class, expected, actual }) => {
            anyhow::bail!("{class}: wanted {expected}, got {actual}")
        }
    }
}

impl Options {
    /// The name that scenarios call the actor by.
    fn actor(&self, noun: &str) -> String {
        match self.who {
            Who::Primary => format!("the {noun}"),
            Who::Second => format!("the second {noun}"),
            Who::NoAccess => format!("the locked {noun}"),
        }
    }
}

/// Shows a request as it goes out.
fn show(sent: &Sent, sealed: Option<&[u8]>) {
    say!("{} {}", sent.method, sent.url);
    for (name, value) in &sent.headers {
        say!("{name}: {}", blanked_header(name, value));
    }
    say!("\n{}\n", String::from_utf8_lossy(&sent.body));
    if let Some(plain) = sealed {
        say!("sealed: {}\n", String::from_utf8_lossy(plain));
    }
}

/// Shows an answer.
fn answered(answer: &Answer) -> StepResult {
    say!("HTTP {}", answer.status);
    for (name, value) in &answer.headers {
        say!("{name}: {value}");
    }
    say!("\n{}", blanked_body(&answer.body));
    Ok(())
}

/// A number, with or without a sign.
fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text:?} is no number such as +500 or -500"))
}

fn bytes(digits: &str) -> Result<Vec<u8>, String> {
    hex::decode(digits).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    /// The arguments as the command line reads them.
    #[derive(Parser)]
    pub(super) struct Line {
        #[command(flatten)]
        pub(super) options: Options,
    }

    impl Line {
        pub(super) fn of(arguments: &[String]) -> What {
            let all = std::iter::once("send".to_owned()).chain(arguments.iter().cloned());
            Self::try_parse_from(all).unwrap_or_else(|error| panic!("{error}")).options.what
        }
    }
}

//! One file per command. A command reads its options, has the work done elsewhere, prints, and
//! answers an exit code.

#[macro_use]
mod say;

mod client;
mod diff;
mod doctor;
mod explain;
mod init;
mod list;
mod mutate;
mod rehearse;
mod report;
mod run;
mod selection;
mod send;
mod signals;
mod steps;

use clap::Subcommand;

use crate::{exit, outlet};

use self::selection::planning_target;
pub use self::selection::{Selection, target};

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Writes a target file in which every key is explained.
    Init(init::Options),
    /// Looks whether a target can be judged, and says what to repair.
    Doctor(doctor::Options),
    /// Lists scenarios with what they judge, need and cost; or what is covered, or not.
    List(list::Options),
    /// Runs scenarios against a target and judges it.
    Run(Box<run::Options>),
    /// Judges a client: makes a world for it, waits for its run, and says which duties it kept.
    Client(Box<client::Options>),
    /// Makes one request, signed or sealed, as reports name it.
    Send(Box<send::Options>),
    /// Breaks a sandbox on purpose and demands that the suite notices.
    Mutate(mutate::Options),
    /// Runs the same scenarios on two targets and compares what they answer.
    Diff(diff::Options),
    /// Turns JSON reports into other forms; several become one.
    Report(report::Options),
    /// Tells what a requirement or ambiguity is, and what came of it last.
    Explain(explain::Options),
    /// Lists the sentences that features are written in.
    Steps(steps::Options),
    /// Writes down what each scenario sends, as seen on a sandbox (for whoever adds scenarios).
    #[command(hide = true)]
    Rehearse(rehearse::Options),
}

/// Does what was asked for, says what went wrong, and answers the exit code. What could not be
/// printed is an error like others; a verdict on the target stays what it is.
pub async fn run_command(command: Command) -> u8 {
    outlet::hide_environment();
    let code = execute(command).await.unwrap_or_else(|error| {
        outlet::complain(format_args!("conformance: {error:#}"));
        exit::CONFIGURATION
    });
    let Some(trouble) = outlet::trouble() else { return code };
    outlet::complain(format_args!("conformance: {trouble}"));
    match code {
        exit::SUITE | exit::BEHAVIOUR => code,
        _ => exit::CONFIGURATION,
    }
}

/// Does what was asked for; answers the exit code.
pub async fn execute(command: Command) -> anyhow::Result<u8> {
    match command {
        Command::Init(options) => init::execute(&options),
        Command::Doctor(options) => doctor::execute(&options).await,
        Command::List(options) => list::execute(options).await,
        Command::Run(options) => run::execute(*options).await,
        Command::Client(options) => client::execute(*options).await,
        Command::Send(options) => send::execute(*options).await,
        Command::Mutate(options) => mutate::execute(options).await,
        Command::Diff(options) => diff::execute(options).await,
        Command::Report(options) => report::execute(&options),
        Command::Explain(options) => explain::execute(&options),
        Command::Steps(options) => steps::execute(&options),
        Command::Rehearse(options) => rehearse::execute(options).await,
    }
}

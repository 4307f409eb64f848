//! The command line: the commands of the program, one file each, and its exit codes (SB 20).
//!
//! A command is a type whose members are its arguments, with a function `run`. Commands that speak
//! to a running server share the module `sandbox`; what they print goes to standard output, for people or,
//! with `--json`, for programs, and what goes wrong to standard error. Secrets come from environment
//! variables alone, because arguments show in the list of processes.

mod clock;
mod craft;
mod doctor;
mod env;
mod explain;
mod export;
mod faults;
mod greeting;
mod health;
mod import;
mod input;
mod journal;
mod journal_args;
mod openapi;
mod ops;
mod readable;
mod replay;
mod rules;
mod sandbox;
mod serve;
mod version;
mod worlds;

use std::{
    io::{self, Write},
    panic::catch_unwind,
    process::ExitCode,
};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::{Config, ConfigFile};

/// A stateful, deterministic sandbox of card-issuing APIs.
///
/// The server answers the mocked APIs from worlds: isolated sets of people, cards, money, credentials and a
/// clock. The world `default` exists from the start. The control plane, below `/_sandbox`, makes
/// further worlds, plays the back office, moves time, injects faults and explains every request.
///
/// Exit codes: 0 done, or yes; 1 no; 2 usage, configuration or no answer; 3 a defect; 130 second
/// signal.
#[derive(Clone, Debug, Parser)]
#[command(name = "mock-server", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Config,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Serve until a signal ends it; also what the program does without a command.
    Serve(Box<Config>),
    Health(health::Health),
    Env(env::Env),
    Worlds(worlds::Worlds),
    Explain(explain::Explain),
    Ops(ops::Ops),
    Clock(clock::Clock),
    Rules(rules::Rules),
    Faults(faults::Faults),
    Doctor(doctor::Doctor),
    Replay(replay::Replay),
    Import(import::Import),
    Journal(journal::Journal),
    Craft(craft::Craft),
    Export(export::Export),
    #[command(name = "openapi")]
    OpenApi(openapi::OpenApi),
    Version(version::Version),
}

/// Answer of a command to the question that it was asked; an error is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Yes, or done.
    Yes,
    /// No.
    No,
}

/// Exit code of a command that could not answer: usage, configuration, or nobody to ask.
const UNUSABLE: u8 = 2;

/// Exit code of a defect of the program itself.
const DEFECT: u8 = 3;

impl Cli {
    /// Runs the command that the process was started with.
    pub fn run() -> ExitCode {
        match catch_unwind(|| Self::configured()?.answer()) {
            Ok(Ok(Verdict::Yes)) => ExitCode::SUCCESS,
            Ok(Ok(Verdict::No)) => ExitCode::FAILURE,
            Ok(Err(error)) => {
                say(&format!("mock-server: {error:#}"));
                ExitCode::from(UNUSABLE)
            }
            Err(_) => ExitCode::from(DEFECT),
        }
    }

    /// The command line, with the configuration file for defaults.
    fn configured() -> anyhow::Result<Self> {
        let given = Self::command().get_matches();
        let mut cli = Self::from_arg_matches(&given)?;
        let Some(path) = cli.config().and_then(|config| config.config.clone()) else {
            return Ok(cli);
        };
        let file = ConfigFile::read(&path, &Config::command())?;
        let command = match given.subcommand() {
            None => file.as_defaults(Self::command(), &given),
            Some((name, given)) => {
                Self::command().mut_subcommand(name, |serve| file.as_defaults(serve, given))
            }
        };
        cli = Self::from_arg_matches(&command.get_matches())?;
        if let Some(config) = cli.config() {
            config.declared_worlds = file.worlds;
        }
        Ok(cli)
    }

    /// The configuration of the command that serves.
    fn config(&mut self) -> Option<&mut Config> {
        match &mut self.command {
            None => Some(&mut self.serve),
            Some(Command::Serve(config)) => Some(config),
            Some(_) => None,
        }
    }

    fn answer(self) -> anyhow::Result<Verdict> {
        match self.command {
            None => serve::run(&self.serve),
            Some(Command::Serve(config)) => serve::run(&config),
            Some(Command::Health(command)) => asking(command.run()),
            Some(Command::Env(command)) => asking(command.run()),
            Some(Command::Worlds(command)) => asking(command.run()),
            Some(Command::Explain(command)) => asking(command.run()),
            Some(Command::Ops(command)) => asking(command.run()),
            Some(Command::Clock(command)) => asking(command.run()),
            Some(Command::Rules(command)) => asking(command.run()),
            Some(Command::Faults(command)) => asking(command.run()),
            Some(Command::Doctor(command)) => asking(command.run()),
            Some(Command::Replay(command)) => command.run(),
            Some(Command::Import(command)) => asking(command.run()),
            Some(Command::Journal(command)) => command.run(),
            Some(Command::Craft(command)) => command.run(),
            Some(Command::Export(command)) => asking(command.run()),
            Some(Command::OpenApi(command)) => command.run(),
            Some(Command::Version(command)) => command.run(),
        }
    }
}

/// Runs a command that asks a server, or another that waits for something.
fn asking<T>(command: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(command)
}

/// Writes a line to standard error. A failure is ignored: a closed standard error is no reason to
/// end.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Writes the answer of a command to standard output, as it is, with a line feed at its end.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout();
    let text = text.trim_end_matches('\n');
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        // Somebody like `head` has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Writes a value to standard output, indented.
fn print_json(value: &serde_json::Value) -> anyhow::Result<()> {
    print(&serde_json::to_string_pretty(value)?)
}

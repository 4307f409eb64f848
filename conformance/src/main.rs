//! The command line of the suite.

use std::process::ExitCode;

use clap::Parser;
use conformance::{
    commands::{Command, run_command},
    exit,
};

/// Allocator, as that of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Judges implementations of card-issuing APIs from outside, requirement by requirement.
///
/// Start with `conformance init` for a target file, fill in where your server is, check it with
/// `conformance doctor --target target.toml`, then `conformance run --target target.toml`.
///
/// Exit codes: 0 conforms, 1 behaviour, 2 configuration, 3 a defect of the suite, 4 nothing ran;
/// 130 and 143 after SIGINT and SIGTERM.
#[derive(Parser)]
#[command(name = "conformance", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[tokio::main]
async fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => ExitCode::from(run_command(cli.command).await),
        Err(asked) => {
            // Help and version are asked for; anything else is a mistake.
            let printed = asked.print();
            let code = u8::try_from(asked.exit_code()).unwrap_or(exit::CONFIGURATION);
            ExitCode::from(if printed.is_err() { exit::CONFIGURATION } else { code })
        }
    }
}

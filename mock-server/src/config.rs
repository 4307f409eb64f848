//! Flags and environment of the process (SB 20). `Config::default()` is what tests use.
//!
//! [`Limits`] has the flags of SB 18, [`Keeping`] those of SB 17; how variables of the environment
//! are read stands in `config/environment.rs`.

mod environment;
mod keeping;
mod limits;

use std::{
    net::SocketAddr,
    num::{NonZeroU64, NonZeroUsize},
    path::PathBuf,
    thread::available_parallelism,
};

use clap::{Parser, Subcommand, ValueEnum};

pub use environment::strangers;
pub use keeping::{Keeping, TokenError};
pub use limits::Limits;

use crate::{
    log::USUAL_ENTRIES,
    surfaces::control::read_idle,
    world::{Idle, journal},
    worlds::Room,
};

/// A stateful, deterministic sandbox of card-issuing APIs.
#[derive(Clone, Debug, Parser)]
#[command(name = "mock-server", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    alone: Config,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Serve until told to stop; what the program does without a command.
    Serve(Config),
}

impl Config {
    /// How much each world may take up, apart from what it holds.
    pub fn room(&self) -> Room {
        let journal = journal::Limits {
            records: self.journal_records.get(),
            bytes: self.journal_bytes.get(),
        };
        Room { journal, claims: self.replay_entries.get() }
    }

    /// How many threads answer requests.
    pub fn threads(&self) -> usize {
        let half = || available_parallelism().map_or(1, |all| all.get() / 2).max(1);
        self.threads.map_or_else(half, NonZeroUsize::get)
    }
}

impl Cli {
    /// What to serve by.
    pub fn config(self) -> Config {
        match self.command {
            Some(Command::Serve(config)) => config,
            None => self.alone,
        }
    }
}

const RECORDS: NonZeroU64 = NonZeroU64::new(journal::Limits::RECORDS).expect("it is not zero");
const BYTES: NonZeroU64 = NonZeroU64::new(journal::Limits::BYTES).expect("it is not zero");
const CLAIMS: NonZeroUsize = NonZeroUsize::new(Room::CLAIMS).expect("it is not zero");

/// How the server runs.
#[derive(Clone, Debug, Parser)]
#[command(name = "mock-server")]
pub struct Config {
    /// Address to listen on; port 0 takes any free one.
    #[arg(long, env = "MOCK_SERVER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where clients reach the server, when that is not what their Host header says.
    #[arg(long, env = "MOCK_SERVER_PUBLIC_URL", value_name = "URL", value_parser = keeping::base)]
    pub public_url: Option<String>,
    /// How many worlds there may be.
    #[arg(long, env = "MOCK_SERVER_MAX_WORLDS", default_value = "1000")]
    pub max_worlds: NonZeroUsize,
    /// How long a world may go unused, 1s to 24h or `never`, unless its definition says otherwise;
    /// then it is deleted. The default world never expires.
    #[arg(long, env = "MOCK_SERVER_WORLD_IDLE", default_value = "60m", value_parser = read_idle)]
    pub world_idle: Idle,
    /// How many threads answer requests; half as many as there are processors, if nothing is said.
    ///
    /// Requests to one world are applied one after the other, so that further threads wait for each
    /// other more than they do, and whoever tests against a sandbox needs processors too.
    #[arg(long, env = "MOCK_SERVER_THREADS")]
    pub threads: Option<NonZeroUsize>,
    /// How many requests the log of each world keeps.
    #[arg(long, env = "MOCK_SERVER_LOG_ENTRIES", default_value_t = USUAL_ENTRIES)]
    pub log_entries: usize,
    /// How many records the journal of each world holds. Then the world takes no more commands, and
    /// says so; reads go on.
    #[arg(long, env = "MOCK_SERVER_JOURNAL_RECORDS", default_value_t = RECORDS)]
    pub journal_records: NonZeroU64,
    /// How many bytes the journal of each world holds. Then the world takes no more commands, and
    /// says so; reads go on.
    #[arg(long, env = "MOCK_SERVER_JOURNAL_BYTES", default_value_t = BYTES)]
    pub journal_bytes: NonZeroU64,
    /// How many accepted requests each world remembers, so that they are not accepted again within
    /// their window. Beyond it the oldest is forgotten early.
    #[arg(long, env = "MOCK_SERVER_REPLAY_ENTRIES", default_value_t = CLAIMS)]
    pub replay_entries: NonZeroUsize,
    /// Show no names, addresses and the like in the log of requests.
    #[arg(long, env = "MOCK_SERVER_MASK_PERSONAL", value_parser = environment::boolish)]
    pub mask_personal: bool,
    /// Start without the default world.
    #[arg(long, env = "MOCK_SERVER_NO_DEFAULT_WORLD", value_parser = environment::boolish)]
    pub no_default_world: bool,
    /// File that gets the ready line too, written whole.
    #[arg(long, env = "MOCK_SERVER_READY_FILE")]
    pub ready_file: Option<PathBuf>,
    /// Form of the ready line and of the log.
    #[arg(long, env = "MOCK_SERVER_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// What is logged to standard error: `warn`, `info`, `debug` (one line per request), or filters
    /// by module as `tracing` reads them.
    #[arg(long, env = "MOCK_SERVER_LOG", default_value = "info")]
    pub log: String,
    #[command(flatten)]
    pub limits: Limits,
    #[command(flatten)]
    pub keeping: Keeping,
    /// Say nothing but the ready line.
    #[arg(long, env = "MOCK_SERVER_QUIET", value_parser = environment::boolish)]
    pub quiet: bool,
    /// End when standard input does: with the program that started the server, however that ends.
    #[arg(long)]
    pub until_stdin_closes: bool,
}

/// Form of the ready line and of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self::parse_from(["mock-server"])
    }
}

//! Flags of the command line and their environment variables (SB 20). Tests start from
//! `Config::default()`.
//!
//! [`ConfigFile`] is the file that holds values for flags. [`Limits`] has the flags of SB 18, [`AccessFlags`] those of SB 17; `config/environment.rs` reads
//! switches and finds mistyped variables.

mod access;
mod default_world;
mod environment;
mod file;
mod journal;
mod limits;
mod surfaces;

use std::{
    net::SocketAddr,
    num::{NonZeroU64, NonZeroUsize},
    path::PathBuf,
    thread::available_parallelism,
};

use clap::{Parser, ValueEnum};
use serde_json::Value;

pub use access::{AccessFlags, TokenError};
pub use default_world::DefaultWorldFlags;
pub use environment::unknown_variables;
pub use file::ConfigFile;
pub use journal::{JournalFlags, JournalPlace};
pub use limits::Limits;

use crate::{
    log::USUAL_ENTRIES,
    surface::Surface,
    surfaces::control::read_idle,
    world::{Idle, journal::Limits as JournalLimits},
    worlds::WorldLimits,
};

impl Config {
    /// Bounds of each world's journal and of its memory of accepted requests.
    pub fn world_limits(&self) -> WorldLimits {
        let journal =
            JournalLimits { records: self.journal_records.get(), bytes: self.journal_bytes.get() };
        WorldLimits {
            journal,
            claims: self.replay_entries.get(),
            sockets: self.limits.max_world_sockets.get(),
        }
    }

    /// Number of threads that answer requests, at least 1; half of the processors unless
    /// `--threads` says otherwise.
    pub fn threads(&self) -> usize {
        let half = || available_parallelism().map_or(1, |all| all.get() / 2).max(1);
        self.threads.map_or_else(half, NonZeroUsize::get)
    }
}

const RECORDS: NonZeroU64 = NonZeroU64::new(JournalLimits::RECORDS).expect("it is not zero");
const BYTES: NonZeroU64 = NonZeroU64::new(JournalLimits::BYTES).expect("it is not zero");
const CLAIMS: NonZeroUsize = NonZeroUsize::new(WorldLimits::CLAIMS).expect("it is not zero");

/// Configuration of the server process.
#[derive(Clone, Debug, Parser)]
#[command(name = "mock-server")]
pub struct Config {
    /// TOML file with values for these flags, which count less than flags and environment variables:
    /// a key is the name of a flag with underscores, `max_worlds = 7`. Worlds are tables
    /// `[[world]]`, in the form of `POST /_sandbox/worlds`.
    #[arg(long, env = "MOCK_SERVER_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address to listen on; port 0 takes any free one.
    #[arg(long, env = "MOCK_SERVER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// URL under which clients reach the server, when that is not what their Host header says.
    /// Links in answers begin with it.
    #[arg(long, env = "MOCK_SERVER_PUBLIC_URL", value_name = "URL", value_parser = access::base)]
    pub public_url: Option<String>,
    /// Mocked APIs to serve, by their codes, separated by commas. The others answer like paths that do
    /// not exist.
    #[arg(
        long,
        env = "MOCK_SERVER_SURFACES",
        value_name = "CODES",
        value_delimiter = ',',
        value_parser = surfaces::code,
        default_value = surfaces::ALL
    )]
    pub surfaces: Vec<Surface>,
    /// Maximum number of worlds; making one more is refused with 429.
    #[arg(long, env = "MOCK_SERVER_MAX_WORLDS", default_value = "1000")]
    pub max_worlds: NonZeroUsize,
    /// Time after which an unused world is deleted: 1s to 24h, or `never`. A world's definition may
    /// set its own; the default world is never deleted.
    #[arg(long, env = "MOCK_SERVER_WORLD_IDLE", default_value = "60m", value_parser = read_idle)]
    pub world_idle: Idle,
    /// Number of threads that answer requests; half of the processors unless set.
    ///
    /// Requests to one world are applied one after the other, so more threads mostly wait for each
    /// other; and the tests that call the sandbox need processors too.
    #[arg(long, env = "MOCK_SERVER_THREADS")]
    pub threads: Option<NonZeroUsize>,
    /// Number of requests that the log of each world keeps; the oldest is dropped first.
    #[arg(long, env = "MOCK_SERVER_LOG_ENTRIES", default_value_t = USUAL_ENTRIES)]
    pub log_entries: usize,
    /// Maximum number of records in the journal of each world. Once it is full, the world refuses
    /// every request that would change it, with an error that says so; reads still work.
    #[arg(long, env = "MOCK_SERVER_JOURNAL_RECORDS", default_value_t = RECORDS)]
    pub journal_records: NonZeroU64,
    /// Maximum size of the journal of each world, in bytes. Once it is full, the world refuses
    /// every request that would change it, with an error that says so; reads still work.
    #[arg(long, env = "MOCK_SERVER_JOURNAL_BYTES", default_value_t = BYTES)]
    pub journal_bytes: NonZeroU64,
    /// Maximum number of accepted requests that each world remembers to refuse replays within their
    /// window. Beyond it the oldest is forgotten early.
    #[arg(long, env = "MOCK_SERVER_REPLAY_ENTRIES", default_value_t = CLAIMS)]
    pub replay_entries: NonZeroUsize,
    /// Hide names, addresses and other personal data in the log of requests.
    #[arg(long, env = "MOCK_SERVER_MASK_PERSONAL", value_parser = environment::read_switch)]
    pub mask_personal: bool,
    /// File with the definition of a world to make at the start, as JSON in the form of `POST
    /// /_sandbox/worlds`; can be repeated. The id `default` defines the default world.
    #[arg(long, env = "MOCK_SERVER_WORLD", value_name = "FILE", value_delimiter = ',')]
    pub world: Vec<PathBuf>,
    /// Definitions of worlds in the configuration file.
    #[arg(skip)]
    pub declared_worlds: Vec<Value>,
    /// Start without the default world.
    #[arg(long, env = "MOCK_SERVER_NO_DEFAULT_WORLD", value_parser = environment::read_switch)]
    pub no_default_world: bool,
    /// File to write the ready line to as well, for scripts that wait for it; it appears complete
    /// or not at all.
    #[arg(long, env = "MOCK_SERVER_READY_FILE")]
    pub ready_file: Option<PathBuf>,
    /// Form of the ready line and of diagnostics.
    #[arg(long, env = "MOCK_SERVER_LOG_FORMAT", default_value = "text")]
    pub log_format: LogFormat,
    /// Diagnostics on standard error: `warn`, `info`, `debug` (one line per request), or filters by
    /// module as `tracing` reads them.
    #[arg(long, env = "MOCK_SERVER_LOG", default_value = "info")]
    pub log: String,
    #[command(flatten)]
    pub default_world: DefaultWorldFlags,
    #[command(flatten)]
    pub journal: JournalFlags,
    #[command(flatten)]
    pub limits: Limits,
    #[command(flatten)]
    pub access: AccessFlags,
    /// Print nothing but the ready line.
    #[arg(long, env = "MOCK_SERVER_QUIET", value_parser = environment::read_switch)]
    pub quiet: bool,
    /// End when standard input closes, and so together with the program that started the server,
    /// even if that program crashes.
    #[arg(long)]
    pub until_stdin_closes: bool,
}

/// Form of the ready line and of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Plain text, for people.
    Text,
    /// One JSON object per line, for programs.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self::parse_from(["mock-server"])
    }
}

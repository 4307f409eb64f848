//! Flags and environment of the process (SB 20). `Config::default()` is what tests use.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, ValueEnum};

/// A stateful, deterministic sandbox of card-issuing APIs.
#[derive(Clone, Debug, Parser)]
#[command(name = "mock-server", version)]
pub struct Config {
    /// Address to listen on; port 0 takes any free one.
    #[arg(long, env = "MOCK_SERVER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where clients reach the server, when that is not what their Host header says.
    #[arg(long, env = "MOCK_SERVER_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// How many worlds there may be.
    #[arg(long, env = "MOCK_SERVER_MAX_WORLDS", default_value_t = 1000)]
    pub max_worlds: usize,
    /// Start without the default world.
    #[arg(long, env = "MOCK_SERVER_NO_DEFAULT_WORLD")]
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
    /// Say nothing but the ready line.
    #[arg(long, env = "MOCK_SERVER_QUIET")]
    pub quiet: bool,
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

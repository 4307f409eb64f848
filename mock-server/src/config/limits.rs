//! The flags of SB 18: how much, how many, how long.

use std::{num::NonZeroUsize, time::Duration};

use clap::Args;

use crate::surfaces::control::read_duration;

/// The limits of the server. Durations are written `10s`, `1h30m`, `250ms`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// How many connections may be open. The one that has waited longest without a request makes
    /// room for the next; where none has, the next is told 503.
    ///
    /// 10,000 if nothing is said, or as many as the process may open files, less 64.
    #[arg(long, env = "MOCK_SERVER_MAX_CONNECTIONS")]
    pub max_connections: Option<NonZeroUsize>,
    /// How many requests may be answered at a time; the next one is told 503.
    #[arg(long, env = "MOCK_SERVER_MAX_INFLIGHT", default_value = "1024")]
    pub max_inflight: NonZeroUsize,
    /// How many requests may wait for one world; the next one is told 503.
    #[arg(long, env = "MOCK_SERVER_MAX_WORLD_QUEUE", default_value = "256")]
    pub max_world_queue: NonZeroUsize,
    /// The largest body of a request, in bytes; a surface may have a smaller limit.
    #[arg(long, env = "MOCK_SERVER_MAX_BODY", default_value = "1048576")]
    pub max_body: NonZeroUsize,
    /// How long the head of a request may take from its first byte; then 408.
    #[arg(long, env = "MOCK_SERVER_HEAD_TIMEOUT", default_value = "10s", value_parser = positive)]
    pub head_timeout: Duration,
    /// How long the body of a request may take; then 408.
    #[arg(long, env = "MOCK_SERVER_BODY_TIMEOUT", default_value = "30s", value_parser = positive)]
    pub body_timeout: Duration,
    /// How long a connection may wait for its first or its next request.
    #[arg(long, env = "MOCK_SERVER_IDLE_TIMEOUT", default_value = "75s", value_parser = positive)]
    pub idle_timeout: Duration,
    /// How long a client may take for each 16 KiB of an answer that it does not read as fast as it
    /// is written.
    #[arg(long, env = "MOCK_SERVER_WRITE_TIMEOUT", default_value = "30s", value_parser = positive)]
    pub write_timeout: Duration,
    /// How long connections are still taken after the signal to end, while `ready` says 503.
    #[arg(long, env = "MOCK_SERVER_DRAIN_DELAY", default_value = "0s", value_parser = read_duration)]
    pub drain_delay: Duration,
    /// How long requests that run may then take; the exit code is 1 if any had to be cut.
    #[arg(long, env = "MOCK_SERVER_DRAIN_TIMEOUT", default_value = "10s", value_parser = read_duration)]
    pub drain_timeout: Duration,
}

fn positive(text: &str) -> Result<Duration, String> {
    match read_duration(text)? {
        Duration::ZERO => Err("no time at all".to_owned()),
        some => Ok(some),
    }
}

impl Default for Limits {
    fn default() -> Self {
        super::Config::default().limits
    }
}

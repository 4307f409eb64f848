//! Flags that bound sizes, numbers and times (SB 18).

use std::{num::NonZeroUsize, time::Duration};

use clap::Args;

use crate::{surfaces::control::read_duration, worlds::WorldLimits};

const SOCKETS: NonZeroUsize = NonZeroUsize::new(WorldLimits::SOCKETS).expect("it is not zero");

/// Limits of the server. Durations are written `10s`, `1h30m`, `250ms`.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Maximum number of open connections. For one more, the connection that has waited longest
    /// without a request is closed; if every connection has a request, the new one is answered 503.
    ///
    /// Default: 10,000, or the number of files the process may open less 64 if that is smaller.
    #[arg(long, env = "MOCK_SERVER_MAX_CONNECTIONS")]
    pub max_connections: Option<NonZeroUsize>,
    /// Maximum number of requests that run at a time; one more is answered 503.
    #[arg(long, env = "MOCK_SERVER_MAX_INFLIGHT", default_value = "1024")]
    pub max_inflight: NonZeroUsize,
    /// Maximum number of requests that wait for one world; one more is answered 503.
    #[arg(long, env = "MOCK_SERVER_MAX_WORLD_QUEUE", default_value = "256")]
    pub max_world_queue: NonZeroUsize,
    /// Maximum number of WebSockets that one world has open; one more is answered 429.
    #[arg(long, env = "MOCK_SERVER_MAX_WORLD_SOCKETS", default_value_t = SOCKETS)]
    pub max_world_sockets: NonZeroUsize,
    /// Largest body of a request, in bytes; a mocked API may have a smaller limit.
    #[arg(long, env = "MOCK_SERVER_MAX_BODY", default_value = "1048576")]
    pub max_body: NonZeroUsize,
    /// Largest journal that `POST /_sandbox/import` takes, in bytes.
    #[arg(long, env = "MOCK_SERVER_MAX_IMPORT", default_value = "268435456")]
    pub max_import: NonZeroUsize,
    /// Time for the head of a request to arrive, from its first byte; then 408.
    #[arg(long, env = "MOCK_SERVER_HEAD_TIMEOUT", default_value = "10s", value_parser = positive)]
    pub head_timeout: Duration,
    /// Time for the body of a request to arrive; then 408.
    #[arg(long, env = "MOCK_SERVER_BODY_TIMEOUT", default_value = "30s", value_parser = positive)]
    pub body_timeout: Duration,
    /// Time that a connection may wait for its first or next request; then it is closed.
    #[arg(long, env = "MOCK_SERVER_IDLE_TIMEOUT", default_value = "75s", value_parser = positive)]
    pub idle_timeout: Duration,
    /// Time for a client to read each 16 KiB of an answer; then the connection is closed.
    #[arg(long, env = "MOCK_SERVER_WRITE_TIMEOUT", default_value = "30s", value_parser = positive)]
    pub write_timeout: Duration,
    /// Time during which connections are still accepted after the signal to end, while
    /// `GET /_sandbox/ready` answers 503.
    #[arg(long, env = "MOCK_SERVER_DRAIN_DELAY", default_value = "0s", value_parser = read_duration)]
    pub drain_delay: Duration,
    /// Time that running requests may then still take; the exit code is 1 if any had to be cut off.
    #[arg(long, env = "MOCK_SERVER_DRAIN_TIMEOUT", default_value = "10s", value_parser = read_duration)]
    pub drain_timeout: Duration,
}

impl Limits {
    /// Maximum number of control requests that wait for something at a time: a quarter of the
    /// requests that run, so that waits leave room for what they wait for.
    pub fn waits(&self) -> usize {
        (self.max_inflight.get() / 4).max(1)
    }
}

fn positive(text: &str) -> Result<Duration, String> {
    match read_duration(text)? {
        Duration::ZERO => Err("must be longer than zero".to_owned()),
        some => Ok(some),
    }
}

impl Default for Limits {
    fn default() -> Self {
        super::Config::default().limits
    }
}

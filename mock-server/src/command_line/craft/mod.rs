//! `mock-server craft`: parts of requests made by hand, without a server.

mod jwt;
mod open;
mod pick;
mod pin;
mod seal;
mod sign;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::Verdict;
use crate::{surfaces::control::read_duration, world::clock::real_now};

/// Sign, seal and open requests, make tokens and pick values out of answers, with secrets from the
/// environment.
#[derive(Clone, Debug, Args)]
pub(super) struct Craft {
    #[command(subcommand)]
    part: Part,
}

#[derive(Clone, Debug, Subcommand)]
enum Part {
    Sign(sign::Sign),
    Seal(seal::Seal),
    Open(open::Open),
    Jwt(jwt::Jwt),
    Pin(pin::Pin),
    Pick(pick::Pick),
}

impl Craft {
    pub(super) fn run(&self) -> anyhow::Result<Verdict> {
        match &self.part {
            Part::Sign(command) => command.run(),
            Part::Seal(command) => command.run(),
            Part::Open(command) => command.run(),
            Part::Jwt(command) => command.run(),
            Part::Pin(command) => command.run(),
            Part::Pick(command) => command.run(),
        }
    }
}

/// Time to put into a request.
#[derive(Clone, Debug, Args)]
struct TimeArgs {
    /// Instant (RFC 3339), or milliseconds since 1970; now when absent. A world judges by its own
    /// clock.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    at: Option<Timestamp>,
    /// Time after that instant. Equal requests at one instant are one request and its replay.
    #[arg(long, default_value = "0s", value_name = "DURATION", value_parser = read_duration)]
    later: std::time::Duration,
}

impl TimeArgs {
    fn at(&self) -> Timestamp {
        let at = self.at.unwrap_or_else(real_now);
        at.checked_add(self.later).unwrap_or(at)
    }
}

fn instant(text: &str) -> Result<Timestamp, String> {
    let milliseconds = text.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let instant = milliseconds.or_else(|| text.parse().ok());
    instant
        .ok_or_else(|| "expected an instant like 2030-01-01T00:00:00Z, or milliseconds".to_owned())
}

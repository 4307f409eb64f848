//! Timestamps: their unit, and how near they are to the server's time (PG-CLIENT-08, 09).

use super::request::PartnerRequest;
use crate::{
    client_duties::{Detector, History, Tally},
    rulebook::AuthTime,
};

const YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// Distance to the server's time that needs no remark, in milliseconds.
const NEAR_MS: i64 = 30_000;

/// Largest distance to the server's time, in milliseconds.
const FAR_MS: i64 = 300_000;

/// Digits of a number of seconds.
const SECONDS: usize = 10;

/// The duty that timestamps are in milliseconds.
#[derive(Default)]
pub(super) struct Unit(Tally);

/// The duty that timestamps are near the server's time.
#[derive(Default)]
pub(super) struct Skew(Tally);

/// A timestamp against the world's clock and the real one.
enum Stamp {
    /// Milliseconds, and how far they are from each clock.
    Milliseconds { from_world: i64, from_real: i64 },
    /// Something else, and why it is no time in milliseconds.
    Other(String),
}

impl Stamp {
    fn of(request: &PartnerRequest) -> Option<Self> {
        let sent = request.timestamp.as_ref().filter(|_| request.is_executed())?;
        if sent.is_empty() || !sent.bytes().all(|byte| byte.is_ascii_digit()) {
            let says = "a timestamp was not written in decimal digits alone".to_owned();
            return Some(Self::Other(says));
        }
        if sent.len() == SECONDS {
            return Some(Self::Other("a timestamp had ten digits: seconds".to_owned()));
        }
        let number = sent.parse::<i64>().unwrap_or(i64::MAX);
        let from = |clock: i64| number.saturating_sub(clock).saturating_abs();
        let from_world = from(request.moment.world.as_millisecond());
        let from_real = from(request.moment.real.as_millisecond());
        // In a world whose clock was moved, the time of the client's own machine is a time too.
        if from_world.min(from_real) > YEAR_MS {
            let digits = sent.len();
            let says =
                format!("a timestamp of {digits} digits was more than a year from the clock");
            return Some(Self::Other(says));
        }
        Some(Self::Milliseconds { from_world, from_real })
    }
}

impl Detector<PartnerRequest> for Unit {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        match Stamp::of(request) {
            Some(Stamp::Milliseconds { .. }) => self.0.met(&[request.n]),
            Some(Stamp::Other(says)) => self.0.missed(&[request.n], says),
            None => {}
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

impl Detector<PartnerRequest> for Skew {
    fn see(&mut self, request: &PartnerRequest, history: &History) {
        let Some(Stamp::Milliseconds { from_world, from_real }) = Stamp::of(request) else {
            return;
        };
        let (server, other) = match history.redaction.rules().sandbox.auth_time {
            AuthTime::World => (from_world, from_real),
            AuthTime::Real => (from_real, from_world),
        };
        let seconds = server / 1000;
        let told = format!("a timestamp was {seconds} s from the server's time");
        if server <= NEAR_MS {
            self.0.met(&[request.n]);
        } else if server <= FAR_MS {
            self.0.met_barely(&[request.n], told);
        } else if other > FAR_MS {
            // Otherwise the world's clock was moved, and the client's was not.
            self.0.missed(&[request.n], told);
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

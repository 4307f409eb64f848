//! Instants in both times, and pauses between them.

use jiff::{SignedDuration, Timestamp};

use crate::log::Entry;

/// An instant in world time and in real time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// World time.
    pub world: Timestamp,
    /// Real time.
    pub real: Timestamp,
}

impl Moment {
    /// The instant at which a request came.
    pub fn of(entry: &Entry) -> Self {
        Self { world: entry.at, real: entry.real_at }
    }

    /// The pause between this instant and a later one: the longer of its world time and its real
    /// time, in milliseconds. In a world whose clock stands the client still waits in real time; a
    /// test that moves the clock instead of waiting has waited in world time.
    pub fn until(self, later: Self) -> SignedDuration {
        let world = later.world.duration_since(self.world);
        let real = later.real.duration_since(self.real);
        world.max(real)
    }
}

/// A pause as people read it: milliseconds below a second, tenths of a second from there on.
pub fn shown(pause: SignedDuration) -> String {
    match pause.as_millis() {
        ms @ ..1000 => format!("{ms} ms"),
        ms => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    }
}

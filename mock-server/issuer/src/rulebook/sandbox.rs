//! Rules of the sandbox itself, which no mocked API has (SB 23).

use super::{section::section, value::choice};

choice! {
    /// Time that timestamps, nonces and tokens are checked against (SB 4.4).
    AuthTime {
        /// World time.
        World = "world",
        /// Real time.
        Real = "real",
    }
}

section! {
    /// Rules for the sandbox's clock.
    Sandbox = "sb.clock" {
        /// Time that timestamps, nonces and tokens are checked against: world time, or real time.
        /// Source: decided.
        auth_time: AuthTime = AuthTime::World;
    }
}

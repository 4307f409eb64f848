//! The sandbox itself (SB 23): what a user may want to set of the control plane.

use super::{section::section, value::choice};

choice! {
    /// Which time judges timestamps, nonces and tokens (SB 4.4).
    AuthTime {
        /// World time.
        World = "world",
        /// Real time.
        Real = "real",
    }
}

section! {
    /// The sandbox itself.
    Sandbox = "sb.clock" {
        /// Which time judges timestamps, nonces and tokens. Source: decided.
        auth_time: AuthTime = AuthTime::World;
    }
}

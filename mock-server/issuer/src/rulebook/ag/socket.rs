//! WebSockets (AG 8.1).

use crate::rulebook::section::section;

section! {
    /// Rules for WebSockets.
    InAppSocket = "ag.ws" {
        /// Real time to wait for `connection_init`, in milliseconds. Source: decided.
        init_timeout_ms: i64 = 3000, 0..=60_000;
        /// A socket is closed with 4403 when its token expires. Source: decided.
        close_on_expiry: bool = true;
    }
}

//! The codes with which a WebSocket is closed (AG 8.1; RFC 6455, 7.4.1).

/// A code, and its text for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Close {
    pub(super) code: u16,
    pub(super) reason: &'static str,
}

impl Close {
    /// The server stops.
    pub(super) const GOING_AWAY: Self = Self { code: 1001, reason: "Server stops" };
    /// A message is larger than a body may be.
    pub(super) const TOO_LARGE: Self = Self { code: 1009, reason: "Message too large" };
    /// The world was reset; the token may be good in the new one.
    pub(super) const RESET: Self = Self { code: 1012, reason: "World was reset" };
    /// The client does not read, or the world has its maximum of sockets: later may do.
    pub(super) const TOO_SLOW: Self = Self { code: 1013, reason: "Messages are not read" };
    /// The world has its maximum of sockets.
    pub(super) const TOO_MANY: Self = Self { code: 1013, reason: "Too many WebSockets" };
    /// A message that is no JSON object of a known type.
    pub(super) const INVALID: Self = Self { code: 4400, reason: "Invalid message" };
    /// `subscribe` before `connection_ack`.
    pub(super) const UNAUTHORIZED: Self = Self { code: 4401, reason: "Unauthorized" };
    /// No or a bad token, or a token that has ended.
    pub(super) const FORBIDDEN: Self = Self { code: 4403, reason: "Forbidden" };
    /// The subprotocol was not offered.
    pub(super) const SUBPROTOCOL: Self = Self { code: 4406, reason: "Subprotocol not acceptable" };
    /// No `connection_init` came in time.
    pub(super) const TIMEOUT: Self =
        Self { code: 4408, reason: "Connection initialisation timeout" };
    /// The id of a `subscribe` is in use.
    pub(super) const ID_IN_USE: Self = Self { code: 4409, reason: "Subscriber already exists" };
    /// A second `connection_init`.
    pub(super) const INIT_AGAIN: Self =
        Self { code: 4429, reason: "Too many initialisation requests" };

    /// The code for a `connection_init` that was answered with this HTTP status.
    pub(super) fn of_refusal(status: u16) -> Self {
        match status {
            401 => Self::FORBIDDEN,
            400..500 => Self { code: 4000 + status, reason: "Connection refused" },
            _ => Self { code: 1011, reason: "Internal server error" },
        }
    }
}

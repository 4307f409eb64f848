//! The codes with which a WebSocket is closed (AG 8.1; RFC 6455, 7.4.1).

/// The word of every close.
pub(in crate::surfaces::in_app) const CLOSE_WORDS: &[&str] = &[
    Close::GOING_AWAY.word,
    Close::TOO_LARGE.word,
    Close::RESET.word,
    Close::TOO_SLOW.word,
    Close::TOO_MANY.word,
    Close::TOO_OFTEN.word,
    Close::INVALID.word,
    Close::UNAUTHORIZED.word,
    Close::FORBIDDEN.word,
    Close::SUBPROTOCOL.word,
    Close::TIMEOUT.word,
    Close::ID_IN_USE.word,
    Close::INIT_AGAIN.word,
    REFUSED,
    INTERNAL,
];

/// The word of a refused `connection_init` that no other word fits.
const REFUSED: &str = "refused";
/// The word of a failure of the server.
const INTERNAL: &str = "internal";

/// A code, and its text for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Close {
    pub(super) code: u16,
    /// The word by which deviations name it.
    pub(super) word: &'static str,
    pub(super) reason: &'static str,
}

impl Close {
    /// The server stops.
    pub(super) const GOING_AWAY: Self =
        Self { code: 1001, word: "going_away", reason: "Server stops" };
    /// A message is larger than a body may be.
    pub(super) const TOO_LARGE: Self =
        Self { code: 1009, word: "too_large", reason: "Message too large" };
    /// The world was reset; the token may be good in the new one.
    pub(super) const RESET: Self =
        Self { code: 1012, word: "world_reset", reason: "World was reset" };
    /// The client does not read, or the world has its maximum of sockets: later may do.
    pub(super) const TOO_SLOW: Self =
        Self { code: 1013, word: "not_read", reason: "Messages are not read" };
    /// The world has its maximum of sockets.
    pub(super) const TOO_MANY: Self =
        Self { code: 1013, word: "too_many", reason: "Too many WebSockets" };
    /// The user comes more often than the rules or a fault allow: later may do.
    pub(super) const TOO_OFTEN: Self =
        Self { code: 1013, word: "too_often", reason: "Too many requests" };
    /// A message that is no JSON object of a known type.
    pub(super) const INVALID: Self =
        Self { code: 4400, word: "invalid_message", reason: "Invalid message" };
    /// `subscribe` before `connection_ack`.
    pub(super) const UNAUTHORIZED: Self =
        Self { code: 4401, word: "unauthorized", reason: "Unauthorized" };
    /// No or a bad token, or a token that has ended.
    pub(super) const FORBIDDEN: Self = Self { code: 4403, word: "forbidden", reason: "Forbidden" };
    /// The subprotocol was not offered.
    pub(super) const SUBPROTOCOL: Self =
        Self { code: 4406, word: "subprotocol", reason: "Subprotocol not acceptable" };
    /// No `connection_init` came in time.
    pub(super) const TIMEOUT: Self =
        Self { code: 4408, word: "no_init", reason: "Connection initialisation timeout" };
    /// The id of a `subscribe` is in use.
    pub(super) const ID_IN_USE: Self =
        Self { code: 4409, word: "id_in_use", reason: "Subscriber already exists" };
    /// A second `connection_init`.
    pub(super) const INIT_AGAIN: Self =
        Self { code: 4429, word: "init_again", reason: "Too many initialisation requests" };

    /// The code for a `connection_init` that was answered with this HTTP status.
    pub(super) fn of_refusal(status: u16) -> Self {
        match status {
            401 => Self::FORBIDDEN,
            // Later may do; 4429 is for a second `connection_init`.
            429 => Self::TOO_OFTEN,
            400..500 => Self { code: 4000 + status, word: REFUSED, reason: "Connection refused" },
            _ => Self { code: 1011, word: INTERNAL, reason: "Internal server error" },
        }
    }
}

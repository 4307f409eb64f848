//! The codes with which a WebSocket is closed (AG 8.1; RFC 6455, 7.4.1).

/// A code, and its text for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Close {
    pub(super) code: u16,
    /// The word by which deviations name it.
    pub(super) word: &'static str,
    pub(super) reason: &'static str,
}

/// Declares the closes, and the list of their words.
macro_rules! closes {
    ($($(#[$doc:meta])+ $name:ident = $code:literal $word:literal $reason:literal,)+) => {
        impl Close {
            $($(#[$doc])+
            pub(super) const $name: Self = Self { code: $code, word: $word, reason: $reason };)+
        }

        /// The word of every close.
        pub(in crate::in_app) const CLOSE_WORDS: &[&str] = &[$($word),+];
    };
}

closes! {
    /// The server stops.
    GOING_AWAY = 1001 "going_away" "Server stops",
    /// A message is larger than a body may be.
    TOO_LARGE = 1009 "too_large" "Message too large",
    /// The world was reset; the token may be good in the new one.
    RESET = 1012 "world_reset" "World was reset",
    /// The client does not read, or the world has its maximum of sockets: later may do.
    TOO_SLOW = 1013 "not_read" "Messages are not read",
    /// The world has its maximum of sockets.
    TOO_MANY = 1013 "too_many" "Too many WebSockets",
    /// The user comes more often than the rules or a fault allow: later may do.
    TOO_OFTEN = 1013 "too_often" "Too many requests",
    /// A message that is no JSON object of a known type.
    INVALID = 4400 "invalid_message" "Invalid message",
    /// `subscribe` before `connection_ack`.
    UNAUTHORIZED = 4401 "unauthorized" "Unauthorized",
    /// No or a bad token, or a token that has ended.
    FORBIDDEN = 4403 "forbidden" "Forbidden",
    /// The subprotocol was not offered.
    SUBPROTOCOL = 4406 "subprotocol" "Subprotocol not acceptable",
    /// No `connection_init` came in time.
    TIMEOUT = 4408 "no_init" "Connection initialisation timeout",
    /// The id of a `subscribe` is in use.
    ID_IN_USE = 4409 "id_in_use" "Subscriber already exists",
    /// A second `connection_init`.
    INIT_AGAIN = 4429 "init_again" "Too many initialisation requests",
    /// The server cannot answer.
    INTERNAL = 1011 "internal" "Internal server error",
    /// A `connection_init` that is refused otherwise; its code is 4000 and the HTTP status.
    REFUSED = 4000 "refused" "Connection refused",
}

impl Close {
    /// The code for a `connection_init` that was answered with this HTTP status.
    pub(super) fn of_refusal(status: u16) -> Self {
        match status {
            401 => Self::FORBIDDEN,
            // Later may do; 4429 is for a second `connection_init`.
            429 => Self::TOO_OFTEN,
            400..500 => Self { code: Self::REFUSED.code + status, ..Self::REFUSED },
            _ => Self::INTERNAL,
        }
    }
}

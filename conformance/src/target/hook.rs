//! The hook of a foreign target: a program of its operators that makes people and things.

use std::{fmt, time::Duration};

/// The way in which the hook is called.
#[derive(Clone, PartialEq, Eq)]
pub enum Hook {
    /// One JSON posted, one answered.
    Http {
        /// The address.
        url: String,
        /// Sent as `Authorization: Bearer`.
        token: Option<String>,
        /// The longest time for one action.
        timeout: Duration,
    },
    /// One JSON on standard input, one on standard output, one process per action.
    Command {
        /// Program and arguments.
        line: Vec<String>,
        /// The longest time for one action.
        timeout: Duration,
    },
}

impl fmt::Debug for Hook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.place())
    }
}

impl Hook {
    /// The address or command line, for messages.
    pub fn place(&self) -> String {
        match self {
            Self::Http { url, .. } => url.clone(),
            Self::Command { line, .. } => line.join(" "),
        }
    }
}

/// The receiver of webhooks: addresses for us and for the target.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSink {
    /// The address that we listen on.
    pub listen: std::net::SocketAddr,
    /// The address under which the target finds it; the same one where it is on this machine.
    pub public_url: Option<String>,
}

//! Where people and things of a foreign target come from: a program of its operators.

use std::{fmt, time::Duration};

/// How the hook is called.
#[derive(Clone, PartialEq, Eq)]
pub enum Hook {
    /// One JSON posted, one answered.
    Http {
        /// Where to.
        url: String,
        /// Sent as `Authorization: Bearer`.
        token: Option<String>,
        /// How long one action may take.
        timeout: Duration,
    },
    /// One JSON on standard input, one on standard output, one process per action.
    Command {
        /// Program and arguments.
        line: Vec<String>,
        /// How long one action may take.
        timeout: Duration,
    },
}

impl fmt::Debug for Hook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.place())
    }
}

impl Hook {
    /// Where it is, for messages.
    pub fn place(&self) -> String {
        match self {
            Self::Http { url, .. } => url.clone(),
            Self::Command { line, .. } => line.join(" "),
        }
    }
}

/// Where the target can reach us.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSink {
    /// The address that we listen on.
    pub listen: std::net::SocketAddr,
    /// The address under which the target finds it; the same one where it is on this machine.
    pub public_url: Option<String>,
}

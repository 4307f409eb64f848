//! How strongly something is demanded.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a requirement comes from, and so on which targets it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The sources allow several readings: always run, only reported.
    Ambiguous,
    /// A source document states it: judged on every target.
    Documented,
    /// A newer public page states it: judged by default.
    Public,
    /// All is silent and the sandbox chose: judged on a sandbox.
    Decided,
    /// A duty of the client: never judged on a target.
    Client,
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ambiguous => "ambiguous",
            Self::Documented => "documented",
            Self::Public => "public",
            Self::Decided => "decided",
            Self::Client => "client",
        })
    }
}

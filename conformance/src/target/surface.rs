//! The surfaces by their codes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One of the APIs, as the register's ids and the target file call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Surface {
    /// Partner card GraphQL.
    PG,
    /// In-app GraphQL.
    AG,
    /// Encrypted-envelope REST.
    ER,
    /// Managed cards REST.
    MC,
    /// The control plane of a sandbox.
    SB,
}

impl Surface {
    /// Every surface.
    pub const ALL: [Self; 5] = [Self::PG, Self::AG, Self::ER, Self::MC, Self::SB];

    /// The surface of a requirement or ambiguity: `PG-AUTH-04`, `AMB-PG-01`.
    pub fn of(id: &str) -> Option<Self> {
        let id = id.strip_prefix("AMB-").unwrap_or(id);
        Self::ALL.into_iter().find(|one| id.split('-').next() == Some(one.code()))
    }

    /// Two letters.
    pub fn code(self) -> &'static str {
        match self {
            Self::PG => "PG",
            Self::AG => "AG",
            Self::ER => "ER",
            Self::MC => "MC",
            Self::SB => "SB",
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

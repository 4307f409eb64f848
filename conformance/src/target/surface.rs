//! The surfaces by their codes.

use serde::{Deserialize, Serialize};

/// One of the APIs, as the register's ids and the target file call it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
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
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The surface of a requirement or ambiguity: `PG-AUTH-04`, `AMB-PG-01`.
    pub fn of(id: &str) -> Option<Self> {
        let id = id.strip_prefix("AMB-").unwrap_or(id);
        Self::ALL.iter().copied().find(|one| id.split('-').next() == Some(one.code()))
    }

    /// Two letters.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

//! The surfaces of the server by their codes, and the facts about each that the world has to know.
//!
//! The code alone goes down to this floor: a world writes it into its journal and compares it with
//! what faults and credentials are about. Everything else about a surface stands in
//! the surfaces of `mock-server`, where it is declared once.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A surface of the server. The name of the variant is its code: in journals, in requests to the
/// control plane, in requirement ids.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumCount,
    strum::EnumIter,
    strum::EnumString,
    strum::IntoStaticStr,
)]
pub enum Surface {
    /// Partner Card GraphQL API.
    PG,
    /// In-app GraphQL API.
    AG,
    /// Encrypted-envelope API.
    ER,
    /// Managed cards REST API.
    MC,
    /// Control plane of the sandbox.
    SB,
}

/// The memory that keeps an accepted request of a surface from being accepted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestMemory {
    /// Nonces: remembered for the replay window of the rules (PG 3.4).
    Nonces,
    /// Slots: remembered until an end that the request itself brings (ER 4.2).
    Slots,
}

impl Surface {
    /// The code as text, such as `PG`.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The memory of accepted requests, on surfaces that refuse a request that comes again.
    pub fn request_memory(self) -> Option<RequestMemory> {
        match self {
            Self::PG => Some(RequestMemory::Nonces),
            Self::ER => Some(RequestMemory::Slots),
            Self::AG | Self::MC | Self::SB => None,
        }
    }

    /// A token as credentials are looked up by it: UUIDs in lower case, keys as they are.
    pub fn spelled(self, token: &str) -> Cow<'_, str> {
        match self {
            Self::PG => Cow::Owned(token.to_ascii_lowercase()),
            Self::AG | Self::ER | Self::MC | Self::SB => Cow::Borrowed(token),
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn a_code_is_the_same_in_text_and_json() {
        for surface in Surface::iter() {
            assert_eq!(surface.code().parse(), Ok(surface));
            assert_eq!(serde_json::to_value(surface).unwrap(), surface.code());
            assert_eq!(surface.to_string(), surface.code());
        }
    }
}

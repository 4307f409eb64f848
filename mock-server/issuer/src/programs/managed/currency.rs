//! Currencies of wallets and cards (MC 3, 4.3).

use serde::{Deserialize, Serialize};

/// A currency, by its ISO 4217 code. All money of the program is in its minor units.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
pub enum Currency {
    /// Kenyan shilling.
    KES,
    /// US dollar.
    USD,
    /// Ugandan shilling.
    UGX,
}

impl Currency {
    /// The ISO 4217 code.
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Decimals of an amount: what one minor unit is.
    pub fn decimals(self) -> usize {
        match self {
            Self::KES | Self::USD => 2,
            Self::UGX => 0,
        }
    }
}

//! Merchants.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a card was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merchant {
    /// Raw name.
    #[serde(default = "Merchant::default_name")]
    pub name: String,
    /// Category code, four digits (ISO 18245).
    #[serde(default = "Merchant::default_mcc")]
    pub mcc: String,
    /// City.
    #[serde(default)]
    pub city: Option<String>,
    /// Country, two letters.
    #[serde(default = "Merchant::default_country")]
    pub country: String,
}

impl Merchant {
    fn default_name() -> String {
        "Corner Shop".to_owned()
    }
    fn default_mcc() -> String {
        "5411".to_owned()
    }
    fn default_country() -> String {
        "US".to_owned()
    }
}

impl Default for Merchant {
    fn default() -> Self {
        Self {
            name: Self::default_name(),
            mcc: Self::default_mcc(),
            city: None,
            country: Self::default_country(),
        }
    }
}

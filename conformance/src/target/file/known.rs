//! `[known.*]`: things that exist already, for a target without a back office.

use serde::{Deserialize, de::IgnoredAny};

use crate::target::{envelope, partner};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KnownThings {
    #[serde(rename = "PG", default)]
    pub(super) partner: partner::Known,
    #[serde(rename = "ER", default)]
    pub(super) envelope: envelope::Known,
    #[serde(rename = "AG")]
    _in_app: Option<IgnoredAny>,
    #[serde(rename = "MC")]
    _managed: Option<IgnoredAny>,
}

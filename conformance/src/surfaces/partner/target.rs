//! The partner surface of a target.

use serde::Deserialize;

use crate::drivers::{graphql::session_key::PinCodec, partner::Credential};

/// The partner surface of a target: address, credentials and known things.
#[derive(Debug, Clone, Default)]
pub struct PartnerSurface {
    /// Its URL.
    pub url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// Credentials of "the partner" (foreign targets only).
    pub primary: Option<Credential>,
    /// Credentials of "the second partner" (foreign targets only).
    pub second: Option<Credential>,
    /// The byte layout of encrypted values, where known.
    pub pin_codec: Option<PinCodec>,
    /// Ids of things that exist already.
    pub known: Known,
}

/// Things of the first partner that exist already on a target without a back office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// A card user (`cardUserId`).
    pub card_user: Option<String>,
    /// An application that is approved or active.
    pub card_application: Option<i64>,
    /// A card.
    pub card: Option<i64>,
}

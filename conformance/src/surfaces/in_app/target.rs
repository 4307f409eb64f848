//! The in-app surface of a target.

use serde::Deserialize;

use crate::drivers::graphql::session_key::PinCodec;

/// The in-app surface of a target: address, tokens and known things.
#[derive(Clone, Default)]
pub struct InAppSurface {
    /// Its URL.
    pub url: String,
    /// The URL of its subscriptions, `wss:` or `ws:`.
    pub ws_url: String,
    /// Headers that the target wants besides.
    pub headers: Vec<(String, String)>,
    /// The token of "the user" (foreign targets only).
    pub primary: Option<UserToken>,
    /// The token of "the second user" (foreign targets only).
    pub second: Option<UserToken>,
    /// The byte layout of encrypted values, where known.
    pub pin_codec: Option<PinCodec>,
    /// Ids of things that exist already.
    pub known: Known,
}

impl InAppSurface {
    /// The URL of subscriptions that goes with an address of the surface.
    pub(super) fn socket_of(url: &str) -> String {
        match url.strip_prefix("http") {
            Some(rest) => format!("ws{rest}"),
            None => url.to_owned(),
        }
    }
}

impl std::fmt::Debug for InAppSurface {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("InAppSurface").field("url", &self.url).finish_non_exhaustive()
    }
}

/// The token of a user, and the key of the user's organization where the target wants one.
#[derive(Clone, PartialEq, Eq)]
pub struct UserToken {
    /// The bearer token.
    pub token: String,
    /// The `X-API-Key` (AMB-AG-02).
    pub organization_key: Option<String>,
}

/// Things of the first user that exist already on a target without a back office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// An application that is approved.
    pub card_application: Option<i64>,
    /// A virtual card that is active.
    pub card: Option<i64>,
    /// A smart wallet that can fund cards and holds USDC.
    pub wallet: Option<i64>,
    /// The address that deposits for the user's cards go to.
    pub collateral_address: Option<String>,
}

//! `[surfaces.PG]`: where the partner surface is, who calls it, and how PINs are encrypted.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::target::{Known, PartnerSurface};
use crate::{
    drivers::{graphql::session_key::PinCodec, partner::Credential},
    target::{
        Problems,
        file::{
            address::{address, headers},
            secret::{self, Secret, Setting, lacks_primary},
        },
    },
};

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartnerTable {
    url: Spanned<String>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<Setting>>,
    #[serde(default)]
    credentials: PartnerCredentials,
    pub(in crate::surfaces) pin_codec: Option<PinCodec>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartnerCredentials {
    primary: Option<Pair>,
    second: Option<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    api_token: Spanned<Secret>,
    client_secret: Spanned<Secret>,
}

impl PartnerTable {
    /// The surface as the suite uses it. A foreign target needs a primary credential.
    pub(super) fn read(
        &self,
        known: Known,
        foreign: bool,
        problems: &mut Problems<'_>,
    ) -> PartnerSurface {
        let at = "surfaces.PG";
        let pair = |pair: &Pair, name: &str, problems: &mut Problems<'_>| Credential {
            name: name.to_owned(),
            api_token: secret::read(
                &pair.api_token,
                &format!("{at}.credentials.{name}.api_token"),
                problems,
            ),
            client_secret: secret::read(
                &pair.client_secret,
                &format!("{at}.credentials.{name}.client_secret"),
                problems,
            ),
        };
        let written = &self.credentials;
        if foreign && written.primary.is_none() {
            lacks_primary(at, "api_token and client_secret", self.url.span().start, problems);
        }
        PartnerSurface {
            url: address(&self.url, &format!("{at}.url"), problems),
            headers: headers(&self.headers, at, problems),
            primary: written.primary.as_ref().map(|one| pair(one, "primary", problems)),
            second: written.second.as_ref().map(|one| pair(one, "second", problems)),
            pin_codec: self.pin_codec,
            known,
        }
    }
}

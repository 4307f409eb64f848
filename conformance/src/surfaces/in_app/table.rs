//! `[surfaces.AG]`: where the in-app surface is, who calls it, and how PINs are encrypted.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::target::{InAppSurface, Known, UserToken};
use crate::{
    drivers::graphql::session_key::PinCodec,
    surfaces::Written,
    target::{
        Problems,
        file::{
            address::{address, headers, socket},
            secret::{self, Secret, Setting, lacks_primary},
        },
    },
};

/// The place of the table.
const AT: &str = "surfaces.AG";

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InAppTable {
    url: Spanned<String>,
    ws_url: Option<Spanned<String>>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<Setting>>,
    #[serde(default)]
    credentials: InAppCredentials,
    pin_codec: Option<Spanned<CodecOfPins>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct InAppCredentials {
    primary: Option<TokenAndKey>,
    second: Option<TokenAndKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenAndKey {
    token: Spanned<Secret>,
    organization_key: Option<Spanned<Secret>>,
}

/// The byte layout of encrypted values: that of the partner surface, or one of its own.
#[derive(Deserialize)]
#[serde(untagged, expecting = "pin_codec is \"as PG\", or a table like [surfaces.PG.pin_codec]")]
enum CodecOfPins {
    As(AsPartner),
    Own(PinCodec),
}

#[derive(Deserialize)]
enum AsPartner {
    #[serde(rename = "as PG")]
    AsPartner,
}

impl InAppTable {
    /// The surface as the suite uses it. A foreign target needs a primary credential.
    pub(super) fn read(
        &self,
        known: Known,
        written: &Written<'_>,
        problems: &mut Problems<'_>,
    ) -> InAppSurface {
        let one = &self.credentials;
        if written.foreign && one.primary.is_none() {
            lacks_primary(AT, "token", self.url.span().start, problems);
        }
        let url = address(&self.url, &format!("{AT}.url"), problems);
        let named = self.ws_url.as_ref().map(|one| socket(one, &format!("{AT}.ws_url"), problems));
        InAppSurface {
            ws_url: named.unwrap_or_else(|| InAppSurface::socket_of(&url)),
            url,
            headers: headers(&self.headers, AT, problems),
            primary: one.primary.as_ref().map(|one| one.read("primary", problems)),
            second: one.second.as_ref().map(|one| one.read("second", problems)),
            pin_codec: self.pin_codec.as_ref().and_then(|one| codec(one, written, problems)),
            known,
        }
    }
}

impl TokenAndKey {
    fn read(&self, name: &str, problems: &mut Problems<'_>) -> UserToken {
        let at = format!("{AT}.credentials.{name}");
        let key = self.organization_key.as_ref();
        UserToken {
            token: secret::read(&self.token, &format!("{at}.token"), problems),
            organization_key: key
                .map(|key| secret::read(key, &format!("{at}.organization_key"), problems)),
        }
    }
}

fn codec(
    named: &Spanned<CodecOfPins>,
    written: &Written<'_>,
    problems: &mut Problems<'_>,
) -> Option<PinCodec> {
    match named.get_ref() {
        CodecOfPins::Own(codec) => Some(*codec),
        CodecOfPins::As(AsPartner::AsPartner) => {
            let codec = written.tables.partner.as_ref().and_then(|table| table.pin_codec);
            if codec.is_none() {
                problems.at(
                    named.span().start,
                    format!("{AT}.pin_codec is \"as PG\", and there is no [surfaces.PG.pin_codec]"),
                    "add that table, or write one of the same keys here",
                );
            }
            codec
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::{Capability, Target};

    const FILE: &str = r#"
        [surfaces.AG]
        url = "https://host.example/graphql/"
        credentials.primary = { token = { env = "PATH" }, organization_key = { env = "PATH" } }
        credentials.second = { token = { env = "PATH" } }
        [known.AG]
        card_application = 43
        wallet = 123
        collateral_address = "0x1"
    "#;

    fn surface(text: &str) -> InAppSurface {
        Target::from_toml(text, "t.toml").unwrap().surfaces.in_app.unwrap()
    }

    fn refusal(text: &str) -> String {
        Target::from_toml(text, "t.toml").unwrap_err().to_string()
    }

    #[test]
    fn a_user_has_a_token_and_what_is_known_of_them() {
        let surface = surface(FILE);
        assert_eq!(surface.url, "https://host.example/graphql");
        assert_eq!(surface.ws_url, "wss://host.example/graphql");
        assert!(surface.primary.unwrap().organization_key.is_some());
        assert!(surface.second.unwrap().organization_key.is_none());
        assert_eq!((surface.known.card_application, surface.known.card), (Some(43), None));
        let target = Target::from_toml(FILE, "t.toml").unwrap();
        assert!(target.capabilities.contains(&Capability::SecondCredential));
        assert!(target.without_suite.is_empty());
    }

    #[test]
    fn subscriptions_may_have_another_address() {
        let with =
            |url: &str| FILE.replacen('\n', &format!("\n[surfaces.AG]\nws_url = \"{url}\"\n"), 1);
        let with = |url: &str| with(url).replacen("        [surfaces.AG]\n", "", 1);
        assert_eq!(surface(&with("ws://sockets.example/g")).ws_url, "ws://sockets.example/g");
        let said = refusal(&with("https://sockets.example/g"));
        assert!(said.contains("surfaces.AG.ws_url") && said.contains("wss://"), "{said}");
    }

    #[test]
    fn encrypted_values_may_be_as_those_of_the_partner_surface() {
        let as_there =
            FILE.replace("credentials.second", "pin_codec = \"as PG\"\ncredentials.second");
        let said = refusal(&as_there);
        assert!(said.contains("there is no [surfaces.PG.pin_codec]"), "{said}");
        let partner = r#"
            [surfaces.PG]
            url = "https://host.example/partner"
            credentials.primary = { api_token = { env = "PATH" }, client_secret = { env = "PATH" } }
            [surfaces.PG.pin_codec]
            key = "hex"
            iv = "hex"
            cipher = "aes-128-gcm"
            value = "ciphertext+tag"
            value_text = "base64"
            pin_plaintext = "digits"
        "#;
        let both = Target::from_toml(&format!("{as_there}{partner}"), "t.toml").unwrap().surfaces;
        assert_eq!(both.in_app.unwrap().pin_codec, both.partner.unwrap().pin_codec);
        let own = FILE.to_owned()
            + &partner[partner.find("[surfaces.PG.pin").unwrap()..].replace("PG", "AG");
        assert!(surface(&own).pin_codec.is_some());
        let other = as_there.replace("as PG", "as ER");
        assert!(
            refusal(&other).contains("pin_codec is \"as PG\", or a table"),
            "{}",
            refusal(&other)
        );
    }

    #[test]
    fn a_written_token_is_refused_and_not_shown() {
        let said = refusal(&FILE.replacen("token = { env = \"PATH\" }", "token = \"hunter2\"", 1));
        assert!(said.contains("a secret is named, not written"), "{said}");
        assert!(!said.contains("hunter2"));
    }
}

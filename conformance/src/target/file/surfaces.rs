//! `[surfaces.*]`: how each is written, and what it means.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{
    Problems,
    secret::{self, Secret, Setting},
};
use crate::{
    drivers::{Credential, session_key::PinCodec},
    outlet,
    target::{
        Known, PartnerSurface,
        envelope::{Dialect, EnvelopeCodec, EnvelopeSurface, EnvelopeThings, ProjectKey},
    },
};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Surfaces {
    #[serde(rename = "PG")]
    pub(super) partner: Option<Partner>,
    #[serde(rename = "ER")]
    pub(super) envelope: Option<Envelope>,
    #[serde(rename = "AG")]
    pub(super) in_app: Option<Spanned<toml::Table>>,
    #[serde(rename = "MC")]
    pub(super) managed: Option<Spanned<toml::Table>>,
    #[serde(rename = "SB")]
    pub(super) control: Option<ControlPlane>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Partner {
    url: Spanned<String>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<Setting>>,
    #[serde(default)]
    credentials: PartnerCredentials,
    pin_codec: Option<PinCodec>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Envelope {
    url: Spanned<String>,
    #[serde(default)]
    headers: BTreeMap<String, Spanned<Setting>>,
    #[serde(default)]
    credentials: ProjectCredentials,
    envelope_codec: Option<EnvelopeCodec>,
    dialect: Option<Dialect>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectCredentials {
    primary: Option<KeyPair>,
    second: Option<KeyPair>,
    no_access: Option<KeyPair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyPair {
    api_key: Spanned<Secret>,
    api_secret: Spanned<Secret>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlPlane {
    pub(super) url: Spanned<String>,
    #[serde(default)]
    pub(super) credentials: ControlCredentials,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlCredentials {
    pub(super) primary: Option<ControlToken>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ControlToken {
    pub(super) token: Spanned<Secret>,
}

impl Partner {
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

impl Envelope {
    /// The surface as the suite uses it. A foreign target needs a primary credential.
    pub(super) fn read(
        &self,
        known: EnvelopeThings,
        foreign: bool,
        problems: &mut Problems<'_>,
    ) -> EnvelopeSurface {
        let at = "surfaces.ER";
        let pair = |pair: &KeyPair, name: &str, problems: &mut Problems<'_>| ProjectKey {
            name: name.to_owned(),
            api_key: secret::read(
                &pair.api_key,
                &format!("{at}.credentials.{name}.api_key"),
                problems,
            ),
            api_secret: secret::read(
                &pair.api_secret,
                &format!("{at}.credentials.{name}.api_secret"),
                problems,
            ),
        };
        let written = &self.credentials;
        if foreign && written.primary.is_none() {
            lacks_primary(at, "api_key and api_secret", self.url.span().start, problems);
        }
        EnvelopeSurface {
            url: address(&self.url, &format!("{at}.url"), problems),
            headers: headers(&self.headers, at, problems),
            primary: written.primary.as_ref().map(|one| pair(one, "primary", problems)),
            second: written.second.as_ref().map(|one| pair(one, "second", problems)),
            no_access: written.no_access.as_ref().map(|one| pair(one, "no_access", problems)),
            codec: self.envelope_codec,
            dialect: self.dialect.clone(),
            known,
        }
    }
}

fn lacks_primary(at: &str, members: &str, offset: usize, problems: &mut Problems<'_>) {
    problems.at(
        offset,
        format!("{at}.credentials.primary is missing"),
        format!("add [{at}.credentials.primary] with {members}"),
    );
}

/// An address that requests can go to, without a slash at the end.
pub(super) fn address(url: &Spanned<String>, place: &str, problems: &mut Problems<'_>) -> String {
    outlet::hide_userinfo(url.get_ref());
    match crate::target::base(url.get_ref()) {
        Ok(base) => base,
        Err(wrong) => {
            problems.at(
                url.span().start,
                format!("{place}: {:?} is not an address: {wrong}", url.get_ref()),
                "write it as https://host.example/path",
            );
            url.get_ref().clone()
        }
    }
}

/// An address that requests go to as it is, so that it may have a query.
pub(super) fn endpoint(url: &Spanned<String>, place: &str, problems: &mut Problems<'_>) -> String {
    let (path, query) = url.get_ref().split_once('?').unwrap_or((url.get_ref(), ""));
    // What stands there may well be a token.
    outlet::hide(query);
    let base = address(&Spanned::new(url.span(), path.to_owned()), place, problems);
    if query.is_empty() { base } else { format!("{path}?{query}") }
}

/// Whether a header carries a credential, or the name of whoever calls, though its value is written
/// in the file.
fn names_a_secret(header: &str) -> bool {
    const PARTS: [&str; 9] =
        ["auth", "cookie", "token", "secret", "key", "password", "tenant", "session", "credential"];
    let header = header.to_ascii_lowercase();
    PARTS.iter().any(|part| header.contains(part))
}

fn headers(
    written: &BTreeMap<String, Spanned<Setting>>,
    at: &str,
    problems: &mut Problems<'_>,
) -> Vec<(String, String)> {
    let read = |(name, value): (&String, &Spanned<Setting>)| {
        let place = format!("{at}.headers.{name}");
        let text = value.get_ref().read(value.span().start, &place, problems);
        if names_a_secret(name) {
            outlet::hide(&text);
        }
        let sendable = reqwest::header::HeaderName::from_bytes(name.as_bytes()).is_ok()
            && reqwest::header::HeaderValue::from_str(&text).is_ok();
        if !sendable {
            problems.at(
                value.span().start,
                format!("{place}: not a header that HTTP can carry"),
                "write name and value in plain ASCII, without line breaks",
            );
        }
        (name.clone(), text)
    };
    written.iter().map(read).collect()
}

//! `[surfaces.ER]`: where the envelope surface is, who calls it, how calls are sealed, and the
//! target's names for what no source names.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::target::{Dialect, EnvelopeCodec, EnvelopeSurface, Known, ProjectKey};
use crate::target::{
    Problems,
    file::{
        address::{address, headers},
        secret::{self, Secret, Setting, lacks_primary},
    },
};

/// The table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnvelopeTable {
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

impl EnvelopeTable {
    /// The surface as the suite uses it. A foreign target needs a primary credential.
    pub(super) fn read(
        &self,
        known: Known,
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

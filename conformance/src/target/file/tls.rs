//! `[tls]`: who we are to a server that asks for a certificate, and whom we trust besides the
//! authorities of this machine.

use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;

use super::{
    Problems,
    secret::{self, Secret},
};
use crate::drivers::{Client, Tls};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificates {
    client_certificate: Option<Spanned<Secret>>,
    client_key: Option<Spanned<Secret>>,
    authorities: Option<Spanned<Secret>>,
}

impl Certificates {
    /// The TLS settings for every host. Certificate and key may stand in one file.
    pub(super) fn read(&self, problems: &mut Problems<'_>) -> Tls {
        let mut pem = |written: &Option<Spanned<Secret>>, name: &str| {
            let written = written.as_ref()?;
            let text = secret::read(written, &format!("tls.{name}"), problems);
            (!text.is_empty()).then(|| text + "\n")
        };
        let certificate = pem(&self.client_certificate, "client_certificate");
        let key = pem(&self.client_key, "client_key");
        let authorities = pem(&self.authorities, "authorities").map(String::into_bytes);
        let identity = match (certificate, key) {
            (Some(certificate), key) => Some(key.unwrap_or_default() + &certificate),
            (None, Some(_)) if self.client_certificate.is_none() => {
                problems.at(
                    problems.place_of("client_key"),
                    "tls.client_key has no certificate",
                    "name it as tls.client_certificate",
                );
                None
            }
            (None, _) => None,
        };
        let tls = Tls { identity: identity.map(String::into_bytes), authorities };
        if let Err(error) = Client::new(Duration::from_secs(1), &tls) {
            problems.at(
                problems.place_of("[tls]"),
                format!("[tls] cannot be used: {error}"),
                "certificates and a key are written in PEM (-----BEGIN CERTIFICATE-----)",
            );
        }
        tls
    }
}

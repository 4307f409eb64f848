//! Ways of authentication, with credentials of the default world.

use std::time::{SystemTime, UNIX_EPOCH};

use conformance::{
    drivers::{envelope::sealer::Sealer, partner::sign},
    surfaces::envelope::target::EnvelopeCodec,
};
use serde_json::json;

const TOKEN: &str = "ac3e0000-0000-4000-8000-000000000001";
/// Secret that signs partner requests.
pub(crate) const SIGNING: &str = "sandbox-acme-client-secret";
const KEY: &str = "sandbox-main-key";
/// Secret that seals envelopes.
pub(crate) const SEALING: &str = "sandbox-main-secret";

/// A way of authentication.
#[derive(Clone, Copy)]
pub(crate) enum Door {
    /// Partner surface, API key and signature.
    Signed,
    /// Partner surface, API key alone.
    Key,
    /// Envelope surface.
    Sealed,
}

impl Door {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Key => "key",
            Self::Sealed => "sealed",
        }
    }

    pub(crate) fn named(word: &str) -> Option<Self> {
        [Self::Signed, Self::Key, Self::Sealed].into_iter().find(|door| door.word() == word)
    }

    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Signed | Self::Key => "/partner/cards/graphql",
            Self::Sealed => "/api/v1/users/get",
        }
    }

    /// A whole request; `number` makes it different from every other.
    pub(crate) fn request(self, content: &str, number: u64) -> Vec<u8> {
        let (headers, body) = match self {
            Self::Signed => {
                let body = graphql(content, number);
                let stamp = (micros() / 1000).to_string();
                let signature = sign::hex(SIGNING, &stamp, body.as_bytes());
                let headers = format!(
                    "x-agio-api-key: {TOKEN}\r\nx-agio-timestamp: {stamp}\r\nx-agio-signature: \
                     {signature}\r\n"
                );
                (headers, body)
            }
            Self::Key => (format!("x-agio-api-key: {TOKEN}\r\n"), graphql(content, number)),
            Self::Sealed => (format!("api-key: {KEY}\r\n"), envelope(content, number)),
        };
        format!(
            "POST {} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             {headers}content-length: {}\r\n\r\n{body}",
            self.path(),
            body.len()
        )
        .into_bytes()
    }
}

fn graphql(document: &str, number: u64) -> String {
    // A member that the server ignores makes every signature another one.
    json!({"query": document, "extensions": {"n": format!("{number:09}")}}).to_string()
}

fn envelope(members: &str, number: u64) -> String {
    let sealer = Sealer::new(EnvelopeCodec::default(), SEALING).expect("the published layout");
    // The timestamp is what no two requests may share; the window has room for some distance.
    let stamp = micros() / 1_000_000 * 1_000_000 - 10_000_000 + u128::from(number);
    let plain = format!("{{\"request_timestamp\":{stamp},{members}}}");
    let mut nonce = [0; 24];
    nonce[..8].copy_from_slice(&number.to_le_bytes());
    json!({"encrypted": sealer.write(&sealer.seal(plain.as_bytes(), nonce))}).to_string()
}

fn micros() -> u128 {
    #[expect(clippy::disallowed_methods, reason = "clients stamp by the machine's clock")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_micros())
}

//! Wrong signers of the partner surface, each with its mistake.

mod told;

use axum::{body::Body, http::Request};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use mock_server::crypto::wrong_digests::Way;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{causes, diagnosis, seen};
use crate::{
    control::done,
    support::{START_MS, Sandbox},
};

/// A body with letters beyond ASCII, a slash, members out of order, and blanks, which no JSON
/// writer reproduces.
const BODY: &str =
    "{\"variables\": {\"z\": \"é/\", \"a\": 1},\"query\": \"{ AgioCard_card_company { id } }\"}";

/// Credentials and time of a signer.
pub(super) struct Given {
    token: String,
    secret: String,
    stamp: String,
    /// Secrets of others, in this world and elsewhere.
    globex: String,
    default: String,
}

/// Request of a signer, without its content type.
pub(super) struct Sent {
    headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Given {
    fn hmac(&self, secret: &[u8], text: impl AsRef<[u8]>) -> Vec<u8> {
        Way::HmacSha256.digest(secret, text.as_ref())
    }

    /// A request with the digest over another text.
    fn over(&self, text: impl AsRef<[u8]>) -> Sent {
        self.with(hex::encode(self.hmac(self.secret.as_bytes(), text)))
    }

    /// A request with the digest over the right text with another body.
    fn over_body(&self, body: impl AsRef<[u8]>) -> Sent {
        self.over([self.stamp.as_bytes(), b".", body.as_ref()].concat())
    }

    /// A request with the digest under another secret.
    fn under(&self, secret: impl AsRef<[u8]>) -> Sent {
        self.with(hex::encode(self.hmac(secret.as_ref(), self.right())))
    }

    /// A request with another kind of digest.
    fn by(&self, way: Way) -> Sent {
        self.with(hex::encode(way.digest(self.secret.as_bytes(), self.right().as_bytes())))
    }

    /// A request with the right digest in another encoding.
    fn written(&self, write: impl Fn(&[u8]) -> String) -> Sent {
        self.with(write(&self.hmac(self.secret.as_bytes(), self.right())))
    }

    /// A right request for another timestamp.
    fn at(&self, stamp: impl ToString) -> Sent {
        let stamp = stamp.to_string();
        let text = format!("{stamp}.{BODY}");
        let mut sent = self.over(text);
        sent.headers[1].1 = stamp;
        sent
    }

    /// A right request with another API key header.
    fn key(&self, name: &'static str, value: String) -> Sent {
        let mut sent = self.over(self.right());
        sent.headers[0] = (name, value);
        sent
    }

    fn with(&self, signature: String) -> Sent {
        let headers = vec![
            ("x-agio-api-key", self.token.clone()),
            ("x-agio-timestamp", self.stamp.clone()),
            ("x-agio-signature", signature),
        ];
        Sent { headers, body: BODY.as_bytes().to_vec() }
    }

    /// A request whose body differs from the signed one.
    pub(super) fn signed_as(&self, sent: &str, signed: &str, stamp: i64) -> Sent {
        let mut made = self.over(format!("{stamp}.{signed}"));
        made.headers[1].1 = stamp.to_string();
        made.body = sent.as_bytes().to_vec();
        made
    }

    fn without(&self, name: &str) -> Sent {
        let mut sent = self.over(self.right());
        sent.headers.retain(|(other, _)| *other != name);
        sent
    }

    fn right(&self) -> String {
        format!("{}.{BODY}", self.stamp)
    }
}

fn parsed() -> Value {
    serde_json::from_str(BODY).unwrap()
}

fn sorted() -> Value {
    json!({"query": "{ AgioCard_card_company { id } }", "variables": {"a": 1, "z": "é/"}})
}

/// The cause of a mistake, and the signer that makes it.
pub(super) type Signer = (&'static str, fn(&Given) -> Sent);

pub(super) const SIGNERS: [Signer; 88] = [
    ("pg-sig-no-dot", |g| g.over(format!("{}{BODY}", g.stamp))),
    ("pg-sig-other-separator", |g| g.over(format!("{}:{BODY}", g.stamp))),
    ("pg-sig-other-separator", |g| g.over(format!("{}\n{BODY}", g.stamp))),
    ("pg-sig-other-separator", |g| g.over(format!("{}|{BODY}", g.stamp))),
    ("pg-sig-body-only", |g| g.over(BODY)),
    ("pg-sig-order", |g| g.over(format!("{BODY}.{}", g.stamp))),
    ("pg-sig-order", |g| g.over(format!("{BODY}{}", g.stamp))),
    ("pg-sig-reserialised", |g| g.over_body(parsed().to_string())),
    ("pg-sig-reserialised", |g| g.over_body(serde_json::to_string_pretty(&parsed()).unwrap())),
    ("pg-sig-reserialised", |g| g.over_body(sorted().to_string())),
    ("pg-sig-reserialised", |g| g.over_body(serde_json::to_string_pretty(&sorted()).unwrap())),
    ("pg-sig-reserialised", |g| g.over_body(parsed().to_string().replace('/', "\\/"))),
    ("pg-sig-reserialised", |g| g.over_body(parsed().to_string().replace('é', "\\u00e9"))),
    ("pg-sig-reserialised", |g| {
        g.over_body(
            "{\"variables\": {\"z\": \"\\u00e9/\", \"a\": 1}, \
             \"query\": \"{ AgioCard_card_company { id } }\"}",
        )
    }),
    ("pg-sig-newline", |g| g.over_body(format!("{BODY}\n"))),
    ("pg-sig-newline", |g| g.over_body(format!("{BODY}\r\n"))),
    ("pg-sig-newline", |g| Sent { body: format!("{BODY}\n").into_bytes(), ..g.over_body(BODY) }),
    ("pg-sig-bom", |g| g.over_body(format!("\u{feff}{BODY}"))),
    ("pg-sig-bom", |g| Sent { body: format!("\u{feff}{BODY}").into_bytes(), ..g.over_body(BODY) }),
    ("pg-sig-query-only", |g| g.over_body("{ AgioCard_card_company { id } }")),
    ("pg-sig-empty-body", |g| g.over_body("")),
    ("pg-sig-charset", |g| {
        g.over_body(BODY.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>())
    }),
    ("pg-sig-charset", |g| {
        g.over_body(BODY.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>())
    }),
    ("pg-sig-charset", |g| g.over_body(BODY.replace('é', "Ã©"))),
    ("pg-sig-missing", |g| g.without("x-agio-signature")),
    ("pg-sig-base64", |g| g.written(|digest| STANDARD.encode(digest))),
    ("pg-sig-base64", |g| g.written(|digest| STANDARD.encode(hex::encode(digest)))),
    ("pg-sig-base64url", |g| g.written(|digest| URL_SAFE_NO_PAD.encode(digest))),
    ("pg-sig-uppercase", |g| g.written(|digest| hex::encode(digest).to_uppercase())),
    ("pg-sig-prefixed", |g| g.written(|digest| format!("sha256={}", hex::encode(digest)))),
    ("pg-sig-prefixed", |g| g.written(|digest| format!("v1={}", STANDARD.encode(digest)))),
    ("pg-sig-prefixed", |g| g.written(|digest| format!("HMAC-SHA256 {}", hex::encode(digest)))),
    ("pg-sig-truncated", |g| g.written(|digest| hex::encode(&digest[..16]))),
    ("pg-sig-truncated", |g| g.written(|digest| hex::encode(digest)[..63].to_owned())),
    ("pg-sig-hash", |g| g.by(Way::HmacSha1)),
    ("pg-sig-hash", |g| g.by(Way::HmacSha384)),
    ("pg-sig-hash", |g| g.by(Way::HmacSha512)),
    ("pg-sig-hash", |g| g.by(Way::HmacMd5)),
    ("pg-sig-not-hmac", |g| g.by(Way::Sha256)),
    ("pg-sig-not-hmac", |g| g.by(Way::Sha256SecretFirst)),
    ("pg-sig-not-hmac", |g| g.by(Way::Sha256SecretLast)),
    ("pg-sig-swapped", |g| g.by(Way::Swapped)),
    ("pg-secret-newline", |g| g.under(format!("{}\n", g.secret))),
    ("pg-secret-newline", |g| g.under(format!("{}\r\n", g.secret))),
    ("pg-secret-quoted", |g| g.under(format!("\"{}\"", g.secret))),
    ("pg-secret-quoted", |g| g.under(format!("'{}'", g.secret))),
    ("pg-secret-hex-decoded", |g| g.under(hex::decode(&g.secret).unwrap())),
    ("pg-secret-base64-decoded", |g| g.under(STANDARD.decode(&g.secret).unwrap())),
    ("pg-secret-is-token", |g| g.under(&g.token)),
    ("pg-secret-of", |g| g.under(&g.globex)),
    ("pg-secret-of", |g| g.under(&g.default)),
    ("pg-sig-body-hashed", |g| g.over_body(hex::encode(Sha256::digest(BODY)))),
    ("pg-sig-body-encoded", |g| g.over_body(STANDARD.encode(BODY))),
    ("pg-sig-more-signed", |g| g.over(format!("{}POST/partner/cards/graphql{BODY}", g.stamp))),
    ("pg-sig-stringified", |g| g.over_body(json!(BODY).to_string())),
    ("pg-sig-quoted", |g| g.written(|digest| format!("\"{}\"", hex::encode(digest)))),
    ("pg-sig-quoted", |g| g.written(|digest| format!("b'{}'", hex::encode(digest)))),
    ("pg-sig-separated", |g| {
        let pair = |byte: &u8| format!("{byte:02x}");
        g.written(|digest| digest.iter().map(pair).collect::<Vec<_>>().join("-"))
    }),
    ("pg-sig-percent-encoded", |g| {
        g.written(|digest| {
            STANDARD.encode(digest).replace('=', "%3D").replace('+', "%2B").replace('/', "%2F")
        })
    }),
    ("pg-sig-prefixed", |g| g.written(|digest| format!("0x{}", hex::encode(digest)))),
    ("pg-sig-prefixed", |g| {
        g.written(|digest| format!("t=1893456000000,v1={}", hex::encode(digest)))
    }),
    ("pg-sig-base64", |g| g.written(|digest| STANDARD.encode(STANDARD.encode(digest)))),
    ("pg-sig-prefixed", |g| {
        g.written(|digest| format!("sha256=\"{}\"", hex::encode(digest).to_uppercase()))
    }),
    ("pg-secret-encoded", |g| g.under(STANDARD.encode(&g.secret))),
    ("pg-secret-encoded", |g| g.under(hex::encode(&g.secret))),
    ("pg-secret-case", |g| g.under(g.secret.to_uppercase())),
    ("pg-secret-hashed", |g| g.under(Sha256::digest(&g.secret))),
    ("pg-secret-hashed", |g| g.under(hex::encode(Sha256::digest(&g.secret)))),
    ("pg-secret-newline", |g| g.under(STANDARD.encode(format!("{}\n", g.secret)))),
    ("pg-secret-encoded", |g| g.under(format!("{}\n", STANDARD.encode(&g.secret)))),
    ("pg-secret-newline", |g| g.under(format!("\"{}\n\"", g.secret))),
    ("pg-secret-empty", |g| g.under("")),
    ("pg-secret-is-token", |g| g.under(format!("{}:{}", g.token, g.secret))),
    ("pg-ts-not-the-signed-one", |g| g.over(format!("2030-01-01T00:00:00Z.{BODY}"))),
    ("pg-ts-not-the-signed-one", |g| g.over(format!("{}:{BODY}", START_MS / 1000))),
    ("pg-sig-order", |g| {
        g.with(STANDARD.encode(g.hmac(g.secret.as_bytes(), format!("{BODY}.{}", g.stamp))))
    }),
    ("pg-sig-reserialised", |g| {
        g.with(format!(
            "sha256={}",
            STANDARD.encode(
                g.hmac(format!("{}\n", g.secret).as_bytes(), format!("{}.{}", g.stamp, parsed()))
            )
        ))
    }),
    ("pg-ts-missing", |g| g.without("x-agio-timestamp")),
    ("pg-ts-seconds", |g| g.at(START_MS / 1000)),
    ("pg-ts-micros", |g| g.at(START_MS * 1000)),
    ("pg-ts-text", |g| g.at("2030-01-01T00:00:00Z")),
    ("pg-ts-text", |g| g.at(format!("{}.5", START_MS / 1000))),
    ("pg-ts-skew", |g| g.at(START_MS - 301_000)),
    ("pg-ts-skew", |g| g.at(START_MS + 3_600_000 * 2)),
    ("pg-ts-not-the-signed-one", |g| g.over(format!("{}.{BODY}", START_MS - 7))),
    ("pg-ts-not-the-signed-one", |g| g.over(format!("{}.{BODY}", START_MS / 1000))),
    ("pg-key-other-header", |g| g.key("x-api-key", g.token.clone())),
    ("pg-key-quoted", |g| g.key("x-agio-api-key", format!("\"{}\"", g.token))),
];

pub(super) async fn given(sandbox: &Sandbox) -> Given {
    let credentials = |world: &str| {
        let path = format!("/worlds/{world}/credentials");
        async move { done(sandbox, "GET", &path, &json!({})).await }
    };
    let own = credentials("test").await;
    let of = |all: &Value, partner: usize, name: &str| {
        all["PG"]["partners"][partner]["credentials"][0][name].as_str().unwrap().to_owned()
    };
    Given {
        token: of(&own, 0, "api_token"),
        secret: of(&own, 0, "client_secret"),
        stamp: START_MS.to_string(),
        globex: of(&own, 1, "client_secret"),
        default: of(&credentials("default").await, 0, "client_secret"),
    }
}

impl Sandbox {
    pub(super) async fn deliver(&self, sent: Sent) -> crate::support::Reply {
        let mut request = Request::post("/partner/cards/graphql")
            .header("content-type", "application/json")
            // Whoever has no key says at least which world it means.
            .header("sandbox-world", "test");
        for (name, value) in sent.headers {
            request = request.header(name, value);
        }
        self.send(request.body(Body::from(sent.body)).unwrap()).await
    }
}

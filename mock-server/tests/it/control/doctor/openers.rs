//! Wrong clients of the encrypted-envelope surface, each with its mistake.

use axum::{body::Body, http::Request};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE},
};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, aead::Aead};
use mock_server::crypto::sealed;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    control::done,
    envelope::Project,
    support::{START_MS, Sandbox},
};

pub(super) const NOW: i64 = START_MS * 1000;
/// A nonce whose base64 has letters that the url-safe alphabet writes differently.
const NONCE: [u8; 24] = [0xfb; 24];

/// Credentials of a client.
pub(super) struct Given {
    key: String,
    pub(super) secret: String,
    pub(super) poor: String,
    pub(super) default: String,
}

/// Request of a client.
pub(super) struct Sent {
    pub(super) header: (&'static str, String),
    pub(super) body: String,
}

impl Given {
    pub(super) fn body(&self, body: impl ToString) -> Sent {
        Sent { header: ("api-key", self.key.clone()), body: body.to_string() }
    }

    pub(super) fn text(&self, encrypted: impl Into<Value>) -> Sent {
        self.body(json!({ "encrypted": encrypted.into() }))
    }

    /// Nonce, and tag with text, of a right envelope.
    fn parts(&self) -> (Vec<u8>, Vec<u8>) {
        let bytes = STANDARD.decode(self.sealed(&self.secret, &payload(NOW))).unwrap();
        (bytes[25..41].to_vec(), bytes[41..].to_vec())
    }

    fn bytes(&self, parts: &[&[u8]]) -> Sent {
        self.text(STANDARD.encode(parts.concat()))
    }

    fn sealed(&self, secret: &str, payload: &str) -> String {
        sealed::seal(secret, 2, &NONCE, payload.as_bytes())
    }

    /// A rightly sealed envelope with another payload.
    pub(super) fn inside(&self, payload: impl ToString) -> Sent {
        self.text(self.sealed(&self.secret, &payload.to_string()))
    }

    /// An envelope sealed under a key of 32 bytes.
    fn under(&self, key: [u8; 32]) -> Sent {
        use crypto_secretbox::{KeyInit, XSalsa20Poly1305, aead::Aead};
        let text = payload(NOW);
        let nonce = NONCE.into();
        let sealed = XSalsa20Poly1305::new(&key.into()).encrypt(&nonce, text.as_bytes()).unwrap();
        self.bytes(&[&[2], &NONCE, &sealed])
    }
}

pub(super) fn payload(stamp: impl Into<Value>) -> String {
    json!({"request_timestamp": stamp.into(), "user_id": "ext-ada"}).to_string()
}

/// The cause of a mistake, and the client that makes it.
pub(super) type Opener = (&'static str, fn(&Given) -> Sent);

pub(super) const OPENERS: [Opener; 54] = [
    ("er-body-not-json", |g| g.body("encrypted=AAAA")),
    ("er-body-not-json", |g| g.body("")),
    ("er-envelope-missing", |g| g.body("{}")),
    ("er-envelope-missing", |g| g.body(payload(NOW))),
    ("er-envelope-missing", |g| g.body("[]")),
    ("er-envelope-not-text", |g| g.text(json!({"a": 1}))),
    ("er-envelope-not-text", |g| g.text(5)),
    ("er-base64-url", |g| {
        let bytes = STANDARD.decode(g.sealed(&g.secret, &payload(NOW))).unwrap();
        g.text(URL_SAFE.encode(bytes))
    }),
    ("er-base64-unpadded", |g| {
        let text = json!({"request_timestamp": NOW, "user_id": "ext-ada1"}).to_string();
        let bytes = STANDARD.decode(g.sealed(&g.secret, &text)).unwrap();
        let bare = STANDARD_NO_PAD.encode(&bytes);
        assert_ne!(bare, STANDARD.encode(&bytes));
        g.text(bare)
    }),
    ("er-base64-spaces", |g| {
        let text = g.sealed(&g.secret, &payload(NOW));
        g.text(format!("{}\n{}", &text[..64], &text[64..]))
    }),
    ("er-hex", |g| {
        g.text(hex::encode(STANDARD.decode(g.sealed(&g.secret, &payload(NOW))).unwrap()))
    }),
    ("er-base64-twice", |g| g.text(STANDARD.encode(g.sealed(&g.secret, &payload(NOW))))),
    ("er-quoted", |g| g.text(format!("\"{}\"", g.sealed(&g.secret, &payload(NOW))))),
    ("er-percent-encoded", |g| {
        let text = g.sealed(&g.secret, &payload(NOW));
        g.text(text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"))
    }),
    ("er-prefixed", |g| g.text(format!("base64,{}", g.sealed(&g.secret, &payload(NOW))))),
    ("er-base64-spaces", |g| g.text(g.sealed(&g.secret, &payload(NOW)).replace('+', " "))),
    ("er-version-missing", |g| {
        let (tag, text) = g.parts();
        g.bytes(&[&NONCE, &tag, &text])
    }),
    ("er-version-other", |g| {
        let (tag, text) = g.parts();
        g.bytes(&[&[1], &NONCE, &tag, &text])
    }),
    ("er-too-short", |g| g.text(STANDARD.encode([2; 20]))),
    ("er-key-not-hashed", |g| g.under(g.secret.as_bytes()[..32].try_into().unwrap())),
    ("er-key-hash-hex", |g| {
        let hex = hex::encode(Sha256::digest(&g.secret));
        g.under(hex.as_bytes()[..32].try_into().unwrap())
    }),
    ("er-key-hash-hex", |g| g.under(Sha256::digest(hex::encode(Sha256::digest(&g.secret))).into())),
    ("er-key-from-api-key", |g| g.under(Sha256::digest(&g.key).into())),
    ("er-secret-of", |g| g.text(g.sealed(&g.poor, &payload(NOW)))),
    ("er-secret-of", |g| g.text(g.sealed(&g.default, &payload(NOW)))),
    ("er-nonce-missing", |g| {
        let bytes = sealed::seal(&g.secret, 2, &[0; 24], payload(NOW).as_bytes());
        let bytes = STANDARD.decode(bytes).unwrap();
        g.bytes(&[&[2], &bytes[25..]])
    }),
    ("er-nonce-last", |g| {
        let (tag, text) = g.parts();
        g.bytes(&[&[2], &tag, &text, &NONCE])
    }),
    ("er-tag-last", |g| {
        let (tag, text) = g.parts();
        g.bytes(&[&[2], &NONCE, &text, &tag])
    }),
    ("er-tag-last", |g| {
        let (tag, text) = g.parts();
        g.bytes(&[&NONCE, &text, &tag])
    }),
    ("er-xchacha", |g| {
        let key: [u8; 32] = Sha256::digest(&g.secret).into();
        let cipher = XChaCha20Poly1305::new(&key.into());
        let sealed = cipher.encrypt(&NONCE.into(), payload(NOW).as_bytes()).unwrap();
        g.bytes(&[&[2], &NONCE, &sealed])
    }),
    ("er-not-json-inside", |g| g.inside("user_id=ext-ada")),
    ("er-body-not-json", |g| Sent {
        body: format!("\u{feff}{}", g.inside(payload(NOW)).body),
        ..g.inside(payload(NOW))
    }),
    ("er-too-deep", |g| g.inside(format!("{{\"x\":{}{}}}", "[".repeat(200), "]".repeat(200)))),
    ("er-not-json-inside", |g| g.inside("{\"request_timestamp\": 01}")),
    ("er-not-json-inside", |g| g.inside(format!("\u{feff}{}", payload(NOW)))),
    ("er-not-an-object", |g| g.inside("[1]")),
    ("er-not-an-object", |g| g.inside("\"text\"")),
    ("er-double-envelope", |g| g.inside(g.sealed(&g.secret, &payload(NOW)))),
    ("er-double-envelope", |g| g.inside(json!({"encrypted": g.sealed(&g.secret, &payload(NOW))}))),
    ("er-wrapped-in-data", |g| {
        g.inside(json!({"data": {"request_timestamp": NOW, "user_id": "ext-ada"}}))
    }),
    ("er-ts-missing", |g| g.inside(json!({"user_id": "ext-ada"}))),
    ("er-ts-seconds", |g| g.inside(payload(NOW / 1_000_000))),
    ("er-ts-millis", |g| g.inside(payload(NOW / 1_000))),
    ("er-ts-nanos", |g| g.inside(payload(NOW * 1_000))),
    ("er-ts-text", |g| g.inside(payload(NOW as f64 + 0.5))),
    ("er-ts-text", |g| g.inside(payload("2030-01-01T00:00:00Z"))),
    ("er-ts-text", |g| g.inside("{\"request_timestamp\": 1e999}")),
    ("er-ts-text", |g| g.inside("{\"request_timestamp\": true}")),
    ("er-ts-skew", |g| g.inside(format!("{{\"request_timestamp\": {}}}", "9".repeat(20)))),
    ("er-ts-skew", |g| g.inside(format!("{{\"request_timestamp\": {}}}", "9".repeat(65)))),
    ("er-ts-skew", |g| g.inside(format!("{{\"request_timestamp\": -{}}}", "9".repeat(400)))),
    ("er-ts-skew", |g| g.inside(payload(NOW - 31_000_000))),
    ("er-key-other-header", |g| Sent {
        header: ("x-api-key", g.key.clone()),
        ..g.inside(payload(NOW))
    }),
    ("er-key-unknown", |g| Sent {
        header: ("api-key", "sbk_nobody".to_owned()),
        ..g.inside(payload(NOW))
    }),
];

impl Sandbox {
    pub(super) async fn hand_in(&self, sent: Sent) -> crate::support::Reply {
        let request = Request::post("/api/v1/users/get")
            .header("content-type", "application/json")
            .header("sandbox-world", "test")
            .header(sent.header.0, sent.header.1);
        self.send(request.body(Body::from(sent.body)).unwrap()).await
    }
}

pub(super) async fn given(sandbox: &Sandbox) -> Given {
    let (main, poor) =
        (Project::named(sandbox, "main").await, Project::named(sandbox, "poor").await);
    let default = done(sandbox, "GET", "/worlds/default/credentials", &json!({})).await;
    let default = default["ER"]["projects"][0]["api_secret"].as_str().unwrap().to_owned();
    Given { key: main.key, secret: main.secret, poor: poor.secret, default }
}

//! The envelope, layer by layer: JSON, base64, the order of the bytes, the key. One mistake is tried
//! first, then several at once.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Case;
use crate::{crypto::mislaid::Layout, log::Diagnosis, register::Reason};

/// A version, a nonce and a tag.
const SHORTEST: usize = 1 + 24 + 16;

/// A body without an envelope.
pub(super) fn of_body(case: &Case<'_>) -> Vec<Diagnosis> {
    if case.entry.request.body.bytes().is_none() {
        return Vec::new();
    }
    let one = match (case.entry.reason(), case.body()) {
        (Some(Reason::MediaType), Some(_)) => {
            Diagnosis::proved("er-body-not-json", "The content type is not application/json.")
        }
        (_, None) => Diagnosis::proved("er-body-not-json", "The body is not JSON."),
        (_, Some(Value::Object(members))) if !members.is_empty() => {
            let says = "The body has members, but no encrypted: was it sent unsealed?";
            Diagnosis::proved("er-envelope-missing", says)
                .shown_by(json!({"members": members.len()}))
        }
        (_, Some(_)) => {
            Diagnosis::proved("er-envelope-missing", "The body has no member encrypted.")
        }
    };
    vec![one]
}

/// An envelope that does not open.
pub(super) fn of_envelope(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(body) = case.body() else { return Vec::new() };
    let Some(text) = body["encrypted"].as_str() else {
        let says = "The member encrypted is not a text.";
        return vec![Diagnosis::proved("er-envelope-not-text", says)];
    };
    let Some((written, bytes)) = bytes_of(text) else { return Vec::new() };
    let mut found: Vec<Diagnosis> = written.into_iter().collect();
    match opened(case, &bytes) {
        Some(inner) => found.extend(inner),
        None if bytes.len() < SHORTEST => {
            let says =
                format!("It has {} bytes; the shortest envelope has {SHORTEST}.", bytes.len());
            found.push(Diagnosis::proved("er-too-short", says));
        }
        None => {}
    }
    found
}

/// The bytes of an envelope, and how else they were written than in base64 as it should be.
fn bytes_of(text: &str) -> Option<(Option<Diagnosis>, Vec<u8>)> {
    // Hex digits are base64 too, but no envelope has nothing else in it by chance.
    if let Some(bytes) = STANDARD.decode(text).ok().filter(|_| hex::decode(text).is_err()) {
        return Some((None, bytes));
    }
    let said = |cause, says: &str| Some(Diagnosis::proved(cause, says));
    if let Ok(bytes) = hex::decode(text) {
        return Some((said("er-hex", "The envelope is written in hex."), bytes));
    }
    let bare: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let standard = bare.replace('-', "+").replace('_', "/");
    let bytes = STANDARD_NO_PAD.decode(standard.trim_end_matches('=')).ok()?;
    let written = if bare.len() != text.len() {
        said("er-base64-spaces", "There are blanks or line ends within the base64.")
    } else if standard != bare {
        said("er-base64-url", "The envelope is written in url-safe base64.")
    } else {
        said("er-base64-unpadded", "The padding of the base64 is missing.")
    };
    Some((written, bytes))
}

/// A key under which a client may have sealed.
struct Tried {
    cause: Option<&'static str>,
    says: String,
    evidence: Value,
    key: [u8; 32],
}

/// What it takes for the bytes to open: nothing, if all is as it should be.
fn opened(case: &Case<'_>, bytes: &[u8]) -> Option<Vec<Diagnosis>> {
    let keys = keys(case);
    let (right, others) = keys.split_first()?;
    let own = Layout::ALL.iter().map(|layout| (right, *layout));
    let foreign = others.iter().map(|key| (key, Layout::Right));
    let both = others.iter().flat_map(|key| Layout::ALL.map(|layout| (key, layout)));
    let all = own.chain(foreign).chain(both);
    let (key, layout) =
        all.into_iter().find(|(key, layout)| layout.open(&key.key, bytes).is_some())?;
    let mut found: Vec<Diagnosis> =
        mislaid(layout).iter().map(|(cause, says)| Diagnosis::proved(cause, *says)).collect();
    found
        .extend(key.cause.map(|cause| {
            Diagnosis::proved(cause, key.says.clone()).shown_by(key.evidence.clone())
        }));
    Some(found)
}

fn mislaid(layout: Layout) -> &'static [(&'static str, &'static str)] {
    const NO_VERSION: (&str, &str) =
        ("er-version-missing", "It opens if no version byte is expected.");
    const TAG_LAST: (&str, &str) = ("er-tag-last", "It opens if the tag is taken from the end.");
    const XCHACHA: (&str, &str) = ("er-xchacha", "It opens with XChaCha20-Poly1305.");
    match layout {
        Layout::Right => &[],
        Layout::OtherVersion => {
            &[("er-version-other", "It opens, but its first byte is another than 0x02.")]
        }
        Layout::NoVersion => &[NO_VERSION],
        Layout::NoNonce => {
            &[("er-nonce-missing", "It opens under a nonce of zeros: there is none in it.")]
        }
        Layout::NonceLast => &[("er-nonce-last", "It opens if the nonce is taken from the end.")],
        Layout::TagLast => &[TAG_LAST],
        Layout::TagLastNoVersion => &[TAG_LAST, NO_VERSION],
        Layout::XChaCha => &[XCHACHA],
        Layout::XChaChaNoVersion => &[XCHACHA, NO_VERSION],
    }
}

/// Keys that a client may have used, the right one first.
fn keys(case: &Case<'_>) -> Vec<Tried> {
    let Some(own) = case.known else { return Vec::new() };
    let secret = own.credential.client_secret.reveal();
    let hashed = |text: &str| <[u8; 32]>::from(Sha256::digest(text));
    let tried =
        |cause, says: &str, key| Tried { cause, says: says.to_owned(), evidence: Value::Null, key };
    let hex = hex::encode(hashed(secret));
    let mut all = vec![
        tried(None, "", hashed(secret)),
        tried(
            Some("er-key-not-hashed"),
            "It opens under the secret itself, cut or filled to 32 bytes.",
            filled(secret.as_bytes()),
        ),
        tried(
            Some("er-key-hash-hex"),
            "It opens under the hex digits of the hash instead of its bytes.",
            filled(hex.as_bytes()),
        ),
        tried(Some("er-key-hash-hex"), "It opens under the hash of the hash in hex.", hashed(&hex)),
        tried(
            Some("er-key-from-api-key"),
            "It opens under the hash of the api key instead of the secret.",
            hashed(case.key),
        ),
    ];
    let strangers = case.sight.strangers();
    for other in case.sight.credentials().iter().chain(&strangers) {
        let label = &other.credential.label;
        if *label == own.credential.label && other.world == own.world {
            continue;
        }
        let whose = match other.world == own.world {
            true => label.clone(),
            false => format!("{label} in the world {}", other.world),
        };
        all.push(Tried {
            cause: Some("er-secret-of"),
            says: format!("It opens under the secret of {whose}."),
            evidence: json!({"secret_of": label, "world": &*other.world}),
            key: hashed(other.credential.client_secret.reveal()),
        });
    }
    all
}

fn filled(bytes: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    let length = bytes.len().min(key.len());
    key[..length].copy_from_slice(&bytes[..length]);
    key
}

//! The envelope, layer by layer: JSON, base64, the order of the bytes, the key. One mistake is
//! tried first, then several at once.

use serde_json::{Value, json};

use super::{
    super::numbers,
    Case,
    encodings::{self, Read},
};
use crate::{
    crypto::{digest::sha256, wrong_envelopes::Layout},
    log::{Certainty, Diagnosis, Proof, Reason},
};

/// A version, a nonce and a tag.
const SHORTEST: usize = 1 + 24 + 16;

/// A body without an envelope.
pub(super) fn of_body(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(bytes) = case.entry.request.body.bytes() else { return Vec::new() };
    let read = numbers::read(bytes);
    let one = match (case.entry.reason(), &read) {
        (Some(Reason::MediaType), Ok(_)) => Diagnosis::proved(
            "er-body-not-json",
            "The content type is not application/json.",
            Proof::of(true),
        ),
        (_, Err(error)) => unreadable("er-body-not-json", "The body", bytes, error),
        (_, Ok(Value::Object(members))) if !members.is_empty() => {
            let says = "The body has members, but no encrypted: was it sent unsealed?";
            let proof = Proof::of(members.get("encrypted").is_none_or(Value::is_null));
            Diagnosis::proved("er-envelope-missing", says, proof)
                .shown_by(json!({"members": members.len()}))
        }
        (_, Ok(body)) => {
            let proof = Proof::of(body.get("encrypted").is_none_or(Value::is_null));
            Diagnosis::proved("er-envelope-missing", "The body has no member encrypted.", proof)
        }
    };
    vec![one]
}

/// Diagnosis of a text that the server's reader refuses, with the place of the fault. Nothing of
/// the text is repeated.
pub(super) fn unreadable(
    cause: &'static str,
    what: &str,
    bytes: &[u8],
    error: &serde_json::Error,
) -> Diagnosis {
    const DEEPEST: &str = "recursion limit exceeded";
    if error.to_string().starts_with(DEEPEST) {
        let says = format!("{what} is nested deeper than 128 levels, which is not read.");
        return Diagnosis::proved("er-too-deep", says, Proof::of(numbers::read(bytes).is_err()));
    }
    let says = match bytes {
        [] => format!("{what} is empty."),
        // Compressed bytes begin with these.
        [0x1f, 0x8b, ..] => format!("{what} is compressed."),
        _ => match std::str::from_utf8(bytes) {
            Err(wrong) => format!("{what} is not UTF-8 from byte {} on.", wrong.valid_up_to()),
            Ok(_) => format!("{what} is not JSON: {error}."),
        },
    };
    Diagnosis::proved(cause, says, Proof::of(numbers::read(bytes).is_err()))
}

/// An envelope that does not open.
pub(super) fn of_envelope(case: &Case<'_>) -> Vec<Diagnosis> {
    let Some(body) = case.body() else { return Vec::new() };
    let Some(text) = body["encrypted"].as_str() else {
        let says = "The member encrypted is not a text.";
        let proof = Proof::of(!body["encrypted"].is_string());
        return vec![Diagnosis::proved("er-envelope-not-text", says, proof)];
    };
    let readings = encodings::readings(text);
    if let Some(found) = readings.iter().find_map(|read| opened(case, read)) {
        return found;
    }
    let Some(plainest) = readings.first() else {
        let says = "The member encrypted is neither base64 nor hex.";
        return vec![Diagnosis::guessed("er-base64-spaces", says, Certainty::Possible)];
    };
    let mut found: Vec<Diagnosis> = Vec::new();
    // Hex digits are base64 too, but no envelope has nothing else in it by chance.
    let as_hex = readings.iter().find(|read| matches!(read.mistakes[..], [("er-hex", _)]));
    let read = as_hex.filter(|read| read.bytes.len() >= SHORTEST).unwrap_or(plainest);
    found.extend(
        read.mistakes
            .iter()
            .map(|(cause, says)| Diagnosis::guessed(cause, *says, Certainty::Likely)),
    );
    if read.bytes.len() < SHORTEST {
        let says =
            format!("It has {} bytes; the shortest envelope has {SHORTEST}.", read.bytes.len());
        let proof = Proof::of(read.mistakes.is_empty());
        found.insert(0, Diagnosis::proved("er-too-short", says, proof));
    }
    found
}

/// A key under which a client may have sealed.
struct Tried {
    cause: Option<&'static str>,
    says: String,
    evidence: Value,
    key: [u8; 32],
}

/// Diagnoses that follow from the keys and layouts under which the bytes open; empty when they open
/// as they should, none when they do not open at all.
fn opened(case: &Case<'_>, read: &Read) -> Option<Vec<Diagnosis>> {
    let keys = keys(case);
    let (right, others) = keys.split_first()?;
    let own = Layout::ALL.iter().map(|layout| (right, *layout));
    let foreign = others.iter().map(|key| (key, Layout::Right));
    let both = others.iter().flat_map(|key| Layout::ALL.map(|layout| (key, layout)));
    let all = own.chain(foreign).chain(both);
    let (key, layout, inside) = all
        .into_iter()
        .find_map(|(key, layout)| Some((key, layout, layout.open(&key.key, &read.bytes)?)))?;
    let proof = Proof::opens(Some(&inside));
    let mistakes = read.mistakes.iter().chain(wrong_envelopes(layout));
    let mut found: Vec<Diagnosis> =
        mistakes.map(|(cause, says)| Diagnosis::proved(cause, *says, proof)).collect();
    found.extend(key.cause.map(|cause| {
        Diagnosis::proved(cause, key.says.clone(), proof).shown_by(key.evidence.clone())
    }));
    Some(found)
}

fn wrong_envelopes(layout: Layout) -> &'static [(&'static str, &'static str)] {
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
    let hashed = |text: &str| sha256(text);
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
    let strangers = case.redaction.strangers();
    for other in case.redaction.credentials().iter().chain(&strangers) {
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

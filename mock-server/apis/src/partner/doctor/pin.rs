//! A PIN that was sealed wrongly: the session is gone, and the answer says no more than that. Key,
//! nonce, order of the parts and way of writing are varied together, until sealing what was found
//! gives what was sent.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use super::{
    Case,
    mistake::{Mistake, mistake},
};
use crate::{
    card_graphql::read_body,
    crypto::{
        digest::sha256,
        session_key,
        wrong_encodings::{Wrap, readings},
        wrong_key_lengths::{self, TAG},
    },
    graphql::{self, Documents},
    log::{Diagnosis, Proof},
    world::access::Session,
};

/// Largest number of other sessions that are tried.
const MOST_SESSIONS: usize = 200;

/// Diagnoses of the sealed PINs of a request that was answered.
pub(super) fn causes(case: &Case<'_>) -> Vec<Diagnosis> {
    let sealed = sealed(case).unwrap_or_default();
    let one = |(session, value): &(String, String)| found(case, session, value);
    sealed.iter().find_map(one).unwrap_or_default()
}

/// Sessions and values of the operations that set a PIN.
fn sealed(case: &Case<'_>) -> Option<Vec<(String, String)>> {
    let posted = read_body(case.entry.request.body.bytes()?).ok()?;
    let prepared = Documents::default().read(&posted.query).ok()?;
    let operation = graphql::choose(&prepared.document, posted.operation.as_deref()).ok()?;
    let roots = graphql::roots(&prepared.document, operation, &posted.variables);
    let sets = roots.iter().filter(|root| ["setCardPin", "createCard"].contains(&root.name()));
    let text = |root: &graphql::Root<'_>, name| match root.argument(name)? {
        graphql::Given::Text(text) => Some(text.to_owned()),
        _ => None,
    };
    let pair =
        |root: &graphql::Root<'_>| Some((text(root, "sessionId")?, text(root, "encryptedPin")?));
    Some(sets.filter_map(pair).collect())
}

fn found(case: &Case<'_>, id: &str, value: &str) -> Option<Vec<Diagnosis>> {
    let own = case.redaction.sessions().iter().find(|session| session.id == id)?;
    if let Some(text) = session_key::decrypt(&own.key_bytes(), &own.iv_bytes(), value) {
        return decorated(&text);
    }
    if is_pin(value.as_bytes()) {
        let says = "encryptedPin is a PIN in clear; it is to be sealed under the session.";
        let proof = Proof::of(is_pin(value.as_bytes()));
        return Some(vec![Diagnosis::proved("pg-pin-plain", says, proof)]);
    }
    let readings = readings(value);
    if let Some((mistakes, proof)) = opened(own, &readings) {
        return Some(told(&mistakes, proof));
    }
    let others = case.redaction.sessions().iter().rev().filter(|session| session.id != id);
    for other in others.take(MOST_SESSIONS) {
        let opens = session_key::decrypt(&other.key_bytes(), &other.iv_bytes(), value);
        if opens.is_some() {
            let says = "It opens under another session than the one that is named.";
            let found =
                Diagnosis::proved("pg-pin-other-session", says, Proof::opens(opens.as_ref()));
            return Some(vec![found.shown_by(json!({"session": other.id}))]);
        }
    }
    None
}

/// Digits, as many as PINs have in any contract.
fn is_pin(text: &[u8]) -> bool {
    (4..=12).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
}

/// Diagnosis of a text that is sealed rightly and is more than a PIN.
fn decorated(text: &str) -> Option<Vec<Diagnosis>> {
    let bare = text.trim_matches(|letter: char| !letter.is_ascii_digit());
    let around = text.len() - bare.len();
    let is_more = around > 0 && is_pin(bare.as_bytes());
    let says = "It is sealed rightly; but inside there is more than the digits of the PIN: quotes, \
                blanks, a line end or JSON around them.";
    let found = Diagnosis::proved("pg-pin-decorated", says, Proof::of(is_more));
    is_more.then(|| vec![found.shown_by(json!({"letters_around": around}))])
}

fn told(mistakes: &[Mistake], proof: Proof) -> Vec<Diagnosis> {
    let one = |mistake: &Mistake| Diagnosis::proved(mistake.cause, mistake.what, proof);
    mistakes.iter().map(one).collect()
}

/// A value and the mistake that it is, unless it is none.
type Choice<T> = (Option<Mistake>, T);

/// Keys that a client may have used, the right one first.
fn keys(session: &Session) -> Vec<Choice<Vec<u8>>> {
    const TEXT: &str = "pg-pin-key-as-text";
    let key = session.key_bytes();
    let base64 = STANDARD.encode(&key);
    let hex = hex::encode(&key);
    let as_text = mistake(TEXT, "The key was used as the text that it is written in, not decoded.");
    let cut = mistake(TEXT, "The key was used as text, cut to the length of a key.");
    let hashed = mistake("pg-pin-key-hashed", "The key was hashed before it was used.");
    let filled = mistake("pg-pin-key-filled", "The key was filled up to 32 bytes.");
    let sum = |bytes: &[u8]| sha256(bytes).to_vec();
    vec![
        (None, key.clone()),
        (Some(as_text), base64.clone().into_bytes()),
        (Some(as_text), hex.clone().into_bytes()),
        (Some(cut), base64.as_bytes()[..16.min(base64.len())].to_vec()),
        (Some(cut), hex.as_bytes()[..16.min(hex.len())].to_vec()),
        (Some(hashed), sum(&key)),
        (Some(hashed), sum(base64.as_bytes())),
        (Some(hashed), sum(&key)[..16].to_vec()),
        (Some(filled), [&key[..], &[0; 16]].concat()),
    ]
}

/// Nonces that a client may have used, the right one first.
fn nonces(session: &Session) -> Vec<Choice<Vec<u8>>> {
    let iv = session.iv_bytes();
    let base64 = STANDARD.encode(&iv);
    let hex = hex::encode(&iv);
    let text = "pg-pin-iv-as-text";
    let as_text = mistake(text, "The iv was used as the text that it is written in, not decoded.");
    let cut = mistake(text, "The iv was used as text, cut to 12 bytes.");
    let filled = mistake("pg-pin-iv-other", "The iv was filled up to 16 bytes.");
    let zeros = mistake("pg-pin-iv-other", "The iv was all zeros, not the one of the session.");
    vec![
        (None, iv.clone()),
        (Some(as_text), base64.clone().into_bytes()),
        (Some(as_text), hex.clone().into_bytes()),
        (Some(cut), base64.as_bytes()[..12.min(base64.len())].to_vec()),
        (Some(cut), hex.as_bytes()[..12.min(hex.len())].to_vec()),
        (Some(filled), [&iv[..], &[0; 4]].concat()),
        (Some(zeros), vec![0; 12]),
    ]
}

/// The parts of a sealed value.
struct Parts<'a> {
    mistake: Option<Mistake>,
    /// A nonce that comes with it.
    nonce: Option<&'a [u8]>,
    ciphertext: &'a [u8],
    tag: &'a [u8],
}

const IV_BYTES: usize = 12;

/// Orders in which the parts may lie, the right one first.
fn parts(bytes: &[u8]) -> Vec<Parts<'_>> {
    let first =
        mistake("pg-pin-tag-first", "The tag stands before the ciphertext; it belongs behind.");
    let none = mistake("pg-pin-no-tag", "There is no tag behind the ciphertext.");
    let cut = mistake("pg-pin-tag-cut", "The tag is shorter than 16 bytes.");
    let before = mistake("pg-pin-iv-inside", "The iv stands in front; the session has it already.");
    let behind =
        mistake("pg-pin-iv-inside", "The iv stands at the end; the session has it already.");
    let mut found = Vec::new();
    let mut put = |mistake, nonce, ciphertext, tag| {
        found.push(Parts { mistake, nonce, ciphertext, tag });
    };
    let split = |bytes: &'_ [u8]| bytes.len().checked_sub(TAG);
    if let Some(at) = split(bytes) {
        put(None, None, &bytes[..at], &bytes[at..]);
        put(Some(first), None, &bytes[TAG..], &bytes[..TAG]);
    }
    if let Some((nonce, rest)) = bytes.split_at_checked(IV_BYTES) {
        if let Some(at) = split(rest) {
            put(Some(before), Some(nonce), &rest[..at], &rest[at..]);
            put(Some(before), Some(nonce), &rest[TAG..], &rest[..TAG]);
        }
        put(Some(none), Some(nonce), rest, &[]);
    }
    if let Some(end) = bytes.len().checked_sub(IV_BYTES)
        && let Some(at) = split(&bytes[..end])
    {
        put(Some(behind), Some(&bytes[end..]), &bytes[..at], &bytes[at..end]);
    }
    put(Some(none), None, bytes, &[]);
    for length in 4..TAG {
        if let Some(at) = bytes.len().checked_sub(length) {
            put(Some(cut), None, &bytes[..at], &bytes[at..]);
        }
    }
    found
}

/// Mistakes under which a sealed value opens, the fewest first.
fn opened(session: &Session, readings: &[(Vec<Wrap>, Vec<u8>)]) -> Option<(Vec<Mistake>, Proof)> {
    let (keys, nonces, iv) = (keys(session), nonces(session), session.iv_bytes());
    let mut all = Vec::new();
    for (wraps, bytes) in readings {
        // A PIN, a tag and a nonce are no more.
        if bytes.len() > 128 {
            continue;
        }
        for parts in parts(bytes) {
            for (key_slip, key) in &keys {
                for (nonce_slip, nonce) in &nonces {
                    for aad in [&b""[..], session.id.as_bytes()] {
                        if parts.nonce.is_some() && nonce_slip.is_some() {
                            continue;
                        }
                        let mut mistakes: Vec<Mistake> =
                            wraps.iter().map(|wrap| written(*wrap)).collect();
                        mistakes.extend(parts.mistake);
                        mistakes.extend(key_slip);
                        mistakes.extend(nonce_slip);
                        if !aad.is_empty() {
                            let what = "The id of the session was given as associated data.";
                            mistakes.push(mistake("pg-pin-aad", what));
                        }
                        if parts.nonce.is_some_and(|own| own != iv) {
                            let what = "Another iv was used than the one of the session.";
                            mistakes.push(mistake("pg-pin-iv-other", what));
                        }
                        let nonce = parts.nonce.unwrap_or(nonce);
                        all.push((
                            mistakes,
                            key,
                            nonce.to_vec(),
                            aad,
                            parts.ciphertext.to_vec(),
                            parts.tag.to_vec(),
                        ));
                    }
                }
            }
        }
    }
    all.sort_by_key(|(mistakes, ..)| mistakes.len());
    all.into_iter().find_map(|(mistakes, key, nonce, aad, ciphertext, tag)| {
        let proof = resealed(key, &nonce, aad, &ciphertext, &tag)?;
        Some((mistakes, proof))
    })
}

/// Sealing the same text in the same way gives what was sent. Without a whole tag the text must be
/// a PIN as well, which noise is not.
fn resealed(key: &[u8], nonce: &[u8], aad: &[u8], ciphertext: &[u8], tag: &[u8]) -> Option<Proof> {
    let text = wrong_key_lengths::decrypt_unchecked(key, nonce, ciphertext)?;
    if tag.len() < TAG && !is_pin(&text) {
        return None;
    }
    let sealed = wrong_key_lengths::seal(key, nonce, aad, &text)?;
    let sent = [ciphertext, tag].concat();
    let made = sealed.get(..sent.len())?;
    (made == sent).then(|| Proof::same(made, &sent))
}

fn written(wrap: Wrap) -> Mistake {
    match wrap {
        Wrap::Hex => mistake("pg-pin-hex", "It is written in hex."),
        Wrap::UrlSafe => mistake("pg-pin-base64url", "It is written in url-safe base64."),
        Wrap::Unpadded => mistake("pg-pin-unpadded", "The padding of the base64 is missing."),
        Wrap::Spaces => mistake("pg-pin-spaces", "There are blanks or line ends in the base64."),
        Wrap::PlusLost => mistake("pg-pin-spaces", "There are blanks where the base64 has a plus."),
        Wrap::Twice => mistake("pg-pin-base64-twice", "It is written in base64 twice."),
        Wrap::Quoted => mistake("pg-pin-quoted", "There are quotes around the base64."),
        Wrap::Percent => mistake("pg-pin-percent-encoded", "The base64 is percent-encoded."),
        Wrap::Prefixed => mistake("pg-pin-prefixed", "There is something in front of the base64."),
    }
}

//! Secrets under which a client may sign: what shells, files, settings and well-meant decoding do
//! to the right one.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};

use super::{
    mistake::{Made, Mistake, mistake},
    targets::of_base64,
};
use crate::crypto::digest::sha256;

/// Secrets by how many mistakes they take: none, one, two.
pub(super) fn secrets(secret: &str, token: &str) -> [Vec<Made<Vec<u8>>>; 3] {
    let right = Made::right(secret.as_bytes().to_vec());
    let mut seen = vec![right.value.clone()];
    let mut next = |from: &[Made<Vec<u8>>], more: Vec<Made<Vec<u8>>>| {
        let changed = from.iter().flat_map(|secret| {
            changed(&secret.value).into_iter().map(|(mistake, value)| secret.then(mistake, value))
        });
        let mut found = Vec::new();
        for one in more.into_iter().chain(changed) {
            if !seen.contains(&one.value) {
                seen.push(one.value.clone());
                found.push(one);
            }
        }
        found
    };
    let other = |mistake: Mistake, text: String| Made::wrong(mistake, text.into_bytes());
    let others = vec![
        other(mistake("pg-secret-is-token", "under the api_token"), token.to_owned()),
        other(
            mistake("pg-secret-is-token", "under the api_token and the secret"),
            format!("{token}:{secret}"),
        ),
        other(
            mistake("pg-secret-is-token", "under the api_token and the secret"),
            format!("{token}{secret}"),
        ),
    ];
    let once = next(std::slice::from_ref(&right), others);
    let twice = next(&once, Vec::new());
    [vec![right], once, twice]
}

/// Secrets that one mistake makes of a secret.
fn changed(secret: &[u8]) -> Vec<(Mistake, Vec<u8>)> {
    const NEWLINE: &str = "pg-secret-newline";
    const QUOTED: &str = "pg-secret-quoted";
    const ENCODED: &str = "pg-secret-encoded";
    const CASE: &str = "pg-secret-case";
    let around = |before: &[u8], after: &[u8]| [before, secret, after].concat();
    let mut all = vec![
        (mistake(NEWLINE, "under the secret and a line feed"), around(b"", b"\n")),
        (mistake(NEWLINE, "under the secret and CR LF"), around(b"", b"\r\n")),
        (mistake(NEWLINE, "under the secret and a carriage return"), around(b"", b"\r")),
        (mistake(NEWLINE, "under the secret and a blank"), around(b"", b" ")),
        (mistake(NEWLINE, "under a blank and the secret"), around(b" ", b"")),
        (mistake(NEWLINE, "under the secret and a zero byte"), around(b"", b"\0")),
        (mistake(NEWLINE, "under the secret and a byte order mark"), around(b"\xef\xbb\xbf", b"")),
        (mistake(QUOTED, "under the secret in quotes"), around(b"\"", b"\"")),
        (mistake(QUOTED, "under the secret in quotes"), around(b"'", b"'")),
        (mistake(QUOTED, "under the secret in brackets"), around(b"<", b">")),
        (mistake(QUOTED, "under the secret with b'' around it"), around(b"b'", b"'")),
        (mistake(QUOTED, "under the secret with Bearer before it"), around(b"Bearer ", b"")),
        (mistake(CASE, "under the secret in upper case"), secret.to_ascii_uppercase()),
        (mistake(CASE, "under the secret in lower case"), secret.to_ascii_lowercase()),
        (mistake(ENCODED, "under the secret in base64"), STANDARD.encode(secret).into_bytes()),
        (
            mistake(ENCODED, "under the secret in unpadded base64"),
            STANDARD_NO_PAD.encode(secret).into_bytes(),
        ),
        (
            mistake(ENCODED, "under the secret in url-safe base64"),
            URL_SAFE.encode(secret).into_bytes(),
        ),
        (
            mistake(ENCODED, "under the secret in url-safe base64"),
            URL_SAFE_NO_PAD.encode(secret).into_bytes(),
        ),
        (mistake(ENCODED, "under the secret in hex"), hex::encode(secret).into_bytes()),
        (mistake("pg-secret-hashed", "under the SHA-256 of the secret"), sha256(secret).to_vec()),
        (
            mistake("pg-secret-hashed", "under the SHA-256 of the secret in hex"),
            hex::encode(sha256(secret)).into_bytes(),
        ),
        (mistake("pg-secret-empty", "under an empty secret"), Vec::new()),
    ];
    if let Ok(text) = std::str::from_utf8(secret) {
        let bare = text.replace('-', "");
        all.push((
            mistake("pg-secret-stripped", "under the secret without hyphens"),
            bare.into_bytes(),
        ));
        if let Ok(bytes) = hex::decode(text) {
            let what = "under the bytes that the secret spells in hex";
            all.push((mistake("pg-secret-hex-decoded", what), bytes));
        }
        if let Some(bytes) = of_base64(text) {
            let what = "under the bytes that the secret spells in base64";
            all.push((mistake("pg-secret-base64-decoded", what), bytes));
        }
    }
    all.retain(|(_, other)| other != secret);
    all
}

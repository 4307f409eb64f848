//! Signatures of the partner surface: HMAC-SHA256 over `timestamp.body`.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The signature of `body` at `timestamp`, 64 lower-case hex digits.
pub fn hex(secret: &str, timestamp: &str, body: &[u8]) -> String {
    hex::encode(bytes(secret, timestamp, body))
}

/// The 32 bytes of the same signature, for requests that write them in another form.
pub fn bytes(secret: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(timestamp.len() + 1 + body.len());
    message.extend_from_slice(timestamp.as_bytes());
    message.push(b'.');
    message.extend_from_slice(body);
    over(secret, &message)
}

/// HMAC-SHA256 over any message, for signatures over the wrong one.
pub fn over(secret: &str, message: &[u8]) -> Vec<u8> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

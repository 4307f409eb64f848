//! Signatures and encryption: pure functions over bytes, without state, clock or randomness.
//!
//! Callers pass in keys, nonces and times. The test vectors in `fixtures/vectors` hold these
//! functions against the second implementation in the conformance suite.
//!
//! All cryptography of `mock-server` is here, because this crate is optimized in debug builds too.

pub mod aes_256_gcm;
pub mod bearer;
pub mod derive;
pub mod digest;
pub mod issuer_key;
pub mod jwt;
pub mod sealed;
pub mod secret;
pub mod session_key;
pub mod signature;
pub mod standard_webhooks;
pub mod wrapped_key;
pub mod wrong_digests;
pub mod wrong_encodings;
pub mod wrong_envelopes;
pub mod wrong_key_lengths;

pub use secret::Secret;

/// The test vectors in `fixtures/vectors/<name>.json`: a list of objects.
#[cfg(test)]
fn vectors(name: &str) -> Vec<serde_json::Value> {
    let path = format!("{}/../../fixtures/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

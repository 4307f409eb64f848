//! Signatures and encryption: pure functions over bytes, without state, clock or randomness.
//!
//! Callers pass in keys, nonces and times. The test vectors in `fixtures/vectors` hold these
//! functions against the second implementation in the conformance suite.

pub mod derive;
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

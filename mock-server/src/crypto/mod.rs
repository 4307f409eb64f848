//! Signatures and boxes: pure functions over bytes, no state, no clock, no randomness.
//!
//! Keys, nonces and times are handed in by the caller; `fixtures/vectors` ties these functions to
//! the suite's own, second implementation.

pub mod derive;
pub mod sealed;
pub mod secret;
pub mod session_key;
pub mod signature;
pub mod wrong_digests;
pub mod wrong_encodings;
pub mod wrong_envelopes;
pub mod wrong_key_lengths;

pub use secret::Secret;

//! To be laid out.
pub mod crypto;
pub mod fixtures;
pub mod issuer;
pub mod rulebook;

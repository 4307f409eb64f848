//! To be laid out.
pub mod crypto;
pub mod fixtures;
pub mod gate;
pub mod issuer;
pub mod register;
pub mod rulebook;
pub mod surfaces;
pub mod tables;
pub mod world;
pub mod worlds;

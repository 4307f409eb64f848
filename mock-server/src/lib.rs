//! A stateful, deterministic sandbox of card-issuing APIs.
//!
//! The rooms, from the bottom up; imports only go down (a test holds them to it):
//!
//! 0. [`rulebook`], [`crypto`], [`fixtures`]: typed rules, signatures and boxes, embedded files
//! 1. [`issuer`], [`register`]: the make-believe card issuer; deviations and readings as data
//! 2. [`world`]: one deterministic world: clock, dice, timeline, access, journal
//! 3. [`worlds`]: who is running, and the locks
//! 4. [`tables`]: the Hasura look-alike; [`gate`]: one visit through the door
//! 5. [`surfaces`]: the mocked APIs and the control plane
//! 6. [`server`], [`config`]: composition

pub mod config;
pub mod crypto;
pub mod fixtures;
pub mod gate;
pub mod issuer;
pub mod register;
pub mod rulebook;
pub mod server;
pub mod surfaces;
pub mod tables;
pub mod world;
pub mod worlds;

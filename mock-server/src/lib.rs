//! A stateful, deterministic sandbox of card-issuing APIs.
//!
//! The rooms, from the bottom up; imports only go down (a test holds them to it):
//!
//! 0. [`fixtures`], [`surface`]: embedded files; the codes of the surfaces
//! 1. [`rulebook`], [`crypto`]: typed rules; signatures and boxes
//! 2. [`issuer`], [`register`]: the make-believe card issuer; deviations and readings as data
//! 3. [`world`]: one deterministic world: clock, dice, timeline, access, journal
//! 4. [`log`]: the requests of a world, and what may be shown of them
//! 5. [`worlds`]: who is running, and the locks
//! 6. [`tables`]: the Hasura look-alike; [`gate`]: one request through the door
//! 7. [`surfaces`]: the mocked APIs and the control plane
//! 8. [`config`]: what can be set; 9. [`server`]: composition

pub mod config;
pub mod crypto;
pub mod fixtures;
pub mod gate;
pub mod issuer;
pub mod log;
pub mod register;
pub mod rulebook;
pub mod server;
pub mod surface;
pub mod surfaces;
pub mod tables;
pub mod world;
pub mod worlds;

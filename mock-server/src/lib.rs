//! A stateful, deterministic sandbox of card-issuing APIs.
//!
//! The rooms, from the bottom up; imports only go down (a test holds them to it):
//!
//! - [`fixtures`], [`collections`], [`money`], [`spelling`], [`surface`]: embedded files; lists that
//!   share; cents; names that are spelt alike; the codes of the surfaces
//! - [`rulebook`], [`crypto`], [`people`]: typed rules; signatures and boxes; names and addresses
//! - [`command`], [`card_data`], [`clearing`]: what a command of a program is; card numbers; card
//!   spending
//! - [`programs`]: the card programs, side by side
//! - [`issuer`], [`register`]: the sum of the programs; deviations and readings as data
//! - [`world`]: one deterministic world: clock, dice, timeline, access, journal
//! - [`log`]: the requests of a world, and what may be shown of them
//! - [`worlds`]: who is running, and the locks
//! - [`tables`], [`gate`]: the Hasura look-alike; one request through the door
//! - [`surfaces`]: the mocked APIs and the control plane
//! - [`config`], which says what can be set
//! - [`server`], which puts it all together

pub mod card_data;
pub mod clearing;
pub mod collections;
pub mod command;
pub mod config;
pub mod crypto;
pub mod fixtures;
pub mod gate;
pub mod issuer;
pub mod log;
pub mod money;
pub mod people;
pub mod programs;
pub mod register;
pub mod rulebook;
pub mod server;
pub mod spelling;
pub mod surface;
pub mod surfaces;
pub mod tables;
pub mod world;
pub mod worlds;

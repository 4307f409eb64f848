//! The issuer behind the APIs of `mock-server`: card programs with their commands, refusals and
//! ledgers, the people who hold cards, the rules under which it runs, and what readings and deviations
//! change. Neither time nor HTTP is here: a world (`mock-server-engine`) has the clock and the dice.
//!
//! The rooms, from the bottom up:
//!
//! - [`fixtures`], [`collections`], [`money`], [`spelling`], [`surface`]: embedded files; lists that
//!   share; cents; names that are spelt alike; the codes of the surfaces
//! - [`rulebook`], [`people`]: typed rules; names and addresses. [`crypto`], which has signatures and
//!   boxes, is a crate of its own
//! - [`command`], [`card_data`], [`clearing`]: what a command of a program is; card numbers; card
//!   spending
//! - [`programs`]: the card programs, side by side
//! - [`issuer`], [`register`]: the sum of the programs; deviations and readings as data

pub use mock_server_crypto as crypto;

pub mod card_data;
pub mod clearing;
pub mod collections;
pub mod command;
pub mod fixtures;
pub mod issuer;
pub mod money;
pub mod people;
pub mod programs;
pub mod register;
pub mod rulebook;
pub mod spelling;
pub mod surface;

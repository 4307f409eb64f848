//! The make-believe card issuer: the sum of its programs, pure.
//!
//! The issuer knows nouns (organizations, people, applications, cards, money) and refusals. It
//! knows no HTTP, no GraphQL, no wording and no clock: a command gets the time, the rulebook and
//! the dice from its [`Turn`]. A command is checked before it is applied, and the check sees the
//! issuer read-only, so a refusal cannot change anything. Wording, casing, codes and id styles
//! belong to the surfaces.

mod commands;

pub use commands::AnyCommand;

pub use crate::programs::{
    Caller, CheckContext, Command, Effect, Event, EventKind, Issuer, Refusal, Turn,
};

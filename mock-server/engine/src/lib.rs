//! The engine that every API of `mock-server` runs on: worlds with their clocks, dice and journals,
//! the gate that each request passes, the log, tables and GraphQL. It knows no API and no word of
//! one.
//!
//! The rooms, from the bottom up. Those of `mock-server-issuer` count as rooms of this crate, and
//! `mock-server-pages` is one of them.
//!
//! - [`metrics`], counters
//! - [`world`]: one deterministic world: clock, dice, timeline, access, journal
//! - [`log`], [`journal_file`]: the requests of a world, and what may be shown of them; the file that
//!   keeps the journals
//! - [`worlds`]: who is running, and the locks
//! - [`gate`], [`tables`], [`graphql`]: one request through the door; the Hasura look-alike; GraphQL as
//!   its reference implementation speaks it
//! - [`mocked_api`]: the contract that each API fulfils, with what it explains of its operations
//!   ([`explained_api`]) and the duties that its documents put on clients ([`client_duties`])

pub mod accept;
pub mod client_duties;
pub mod explained_api;
pub mod gate;
pub mod graphql;
pub mod journal_file;
pub mod log;
pub mod metrics;
pub mod mocked_api;
pub mod tables;
pub mod world;
pub mod worlds;

pub use mock_server_issuer::*;
pub use mock_server_pages as pages;

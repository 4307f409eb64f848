//! The control plane of `mock-server`, [`control`]. It is told which mocked APIs there are, and knows
//! none of them.

// Rooms of the crates below count as rooms of this one.
use mock_server_engine::{
    accept, clearing, client_duties, collections, command, crypto, explained_api, fixtures, gate,
    issuer, journal_file, log, metrics, mocked_api, money, pages, people, programs, register,
    rulebook, spelling, surface, world, worlds,
};

pub mod control;

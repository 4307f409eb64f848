//! Tests of the whole server through its router: no network, every byte.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get, fails it")]

mod bad_input;
mod builder;
mod clearing;
mod client_report;
mod commands;
mod control;
mod determinism;
mod deviations;
mod envelope;
mod errors;
mod events;
mod exports;
mod faults;
mod floors;
mod http;
mod in_app;
mod journal_file;
mod limits;
mod managed_cards;
mod partner;
mod refusals;
mod replay;
mod secrets;
mod stdin;
mod story;
mod support;

/// Allocator, as that of the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

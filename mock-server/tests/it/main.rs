//! Tests of the whole server through its router: no network, every byte.

mod bad_input;
mod determinism;
mod errors;
mod floors;
mod refusals;
mod replay;
mod secrets;
mod story;
mod support;

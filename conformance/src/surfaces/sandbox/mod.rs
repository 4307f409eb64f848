//! The control plane of a sandbox: what a scenario about it knows, and the worlds that it goes to.

pub mod things;
mod world;

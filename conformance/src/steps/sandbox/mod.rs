//! The control plane of a sandbox: what the back office asks and is told, and worlds beside the
//! scenario's own.
//!
//! Only sandboxes have it, so every scenario about it is skipped elsewhere.

mod answers;
mod faults;
mod requests;
mod worlds;

//! The managed cards surface through its router.

mod idempotency;
mod lists;
mod money;
mod openapi;
mod programs;
mod story;
mod tokens;
mod transport;
mod user;
mod webhooks;

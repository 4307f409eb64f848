//! The partner surface through its router.

mod blocked;
mod introspected;
mod page;
mod probe;
mod schema;

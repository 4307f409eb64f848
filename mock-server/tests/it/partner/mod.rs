//! The partner surface through its router.

mod blocked;
mod page;
mod schema;

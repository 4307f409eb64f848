//! The partner surface through its router.

mod blocked;
mod bounds;
mod graphql;
mod introspected;
mod mutated;
mod page;
mod probe;
mod schema;
mod tables;

//! The partner surface through its router.

mod blocked;
mod bodies;
mod bounds;
mod columns;
mod costs;
mod graphql;
mod introspected;
mod mutated;
mod page;
mod probe;
mod schema;
mod table_model;
mod tables;

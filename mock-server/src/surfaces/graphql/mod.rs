//! What the GraphQL surfaces share: introspection, the root fields of a document, what a document
//! costs, and reading and judging documents and variables as graphql-js does, in its words. What is
//! left to the executing library is executing. The bounds of all of it are in `bounds.rs`.

pub mod bounds;
mod cost;
mod data_writer;
mod definitions;
mod documents;
mod flatten;
mod inspect;
mod introspection;
mod lexer;
mod lower;
mod redacted_document;
mod roots;
mod schema;
mod sdl;
mod strings;
mod syntax;
mod tree;
mod unknown;
mod validation;
mod variables;
mod weight;
mod wording;

pub use cost::excess;
pub use data_writer::written;
pub use documents::{Documents, Prepared, Undefined, Unread, too_large};
pub use introspection::{EVERYTHING, Model, SchemaAnswers, besides_the_schema, only_introspects};
pub use redacted_document::RedactedDocument;
pub use roots::{Given, Reader, Root, choose, roots};
pub use sdl::without;
pub use unknown::Unknown;
pub use validation::Checker;
pub use wording::{Coded, PARSE_FAILED, VALIDATION_FAILED, abbreviated, coded};

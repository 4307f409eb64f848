//! GraphQL as its reference implementation speaks it: reading and judging documents and variables
//! as graphql-js 16 does, in its words and in its order; introspection, the root fields of a
//! document, and what a document costs. Executing is left to the executing library. The bounds of
//! all of it are in `bounds.rs`. The room knows nothing of this server: no world, no log, no rule.
//!
//! # Rationale
//! Reading and validation stay our own. On 135 documents that graphql-js judged, `apollo-compiler`,
//! `graphql-tools` and the parser of `async-graphql` were measured: each takes documents that
//! graphql-js refuses or refuses documents that it takes, and none tells the errors in the words
//! that partners see. `tests/interop` compares ours with graphql-js.

pub mod bounds;
mod call_shape;
mod cost;
mod data_writer;
mod documents;
mod flatten;
mod inspect;
mod introspection;
mod lexer;
mod lower;
mod roots;
mod schema;
mod sdl;
mod selected_fields;
mod strings;
mod syntax;
mod tree;
mod unknown;
mod validation;
mod values;
mod variables;
mod weight;
mod wording;

pub use call_shape::CallShape;
pub use cost::excess;
pub use data_writer::written;
pub use documents::{Documents, Prepared, Undefined, Unread, too_large};
pub use flatten::flattened;
pub use introspection::{
    EVERYTHING, Exemption, Model, SchemaAnswers, besides_the_schema, only_introspects,
};
pub use roots::{Given, Reader, Root, choose, roots};
pub use sdl::without;
pub use selected_fields::{Selected, selected_fields};
pub use unknown::Unknown;
pub use validation::Checker;
pub use values::{Literal, Meanings, Written, values};
pub use wording::{Coded, PARSE_FAILED, VALIDATION_FAILED, abbreviated, coded};

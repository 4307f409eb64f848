//! What the GraphQL surfaces share: telling introspection apart, the root fields of a document, and
//! reading and judging documents and variables as graphql-js does, in its words. What is left to the
//! executing library is executing.

mod definitions;
mod documents;
mod flatten;
mod inspect;
mod introspection;
mod lexer;
mod lower;
mod roots;
mod schema;
mod sdl;
mod shown;
mod strings;
mod syntax;
mod tree;
mod validation;
mod variables;
mod weight;
mod wording;
mod written;

pub use documents::{Documents, Prepared, Undefined, Unread};
pub use introspection::{asks_only_about_the_schema, only_introspects};
pub use roots::{Root, choose, roots};
pub use sdl::without;
pub use shown::ShownDocument;
pub use validation::Checker;
pub use wording::{Coded, PARSE_FAILED, VALIDATION_FAILED, coded};
pub use written::written;

//! What the GraphQL surfaces share: telling introspection apart, the root fields of a document, and
//! judging documents and variables as graphql-js does, in its words. What is left to the executing
//! library is executing.

mod documents;
mod flatten;
mod inspect;
mod introspection;
mod lexer;
mod meta;
mod roots;
mod shown;
mod syntax;
mod validation;
mod variables;
mod weight;
mod wording;

pub use documents::{Documents, Prepared, Unread};
pub use flatten::flattened;
pub use introspection::only_introspects;
pub use roots::{Root, choose, roots};
pub use shown::ShownDocument;
pub use validation::{Checker, without};
pub use wording::{Coded, PARSE_FAILED, VALIDATION_FAILED, coded};

//! What the GraphQL surfaces share: telling introspection apart, the root fields of a document,
//! and the wording of graphql-js for what the executing library refuses.

mod introspection;
mod roots;
mod variables;
mod wording;

pub use introspection::only_introspects;
pub use roots::{Root, choose, roots};
pub use variables::missing_variable;
pub use wording::{
    Coded, GatewayWording, PARSE_FAILED, VALIDATION_FAILED, Veto, coded, syntax_error,
};

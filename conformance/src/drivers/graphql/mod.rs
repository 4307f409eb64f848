//! Parts that the two GraphQL surfaces share: the box of PINs and secrets, bodies, literals of documents,
//! and the names that one operation has on each of them.

mod body;
mod literal;
pub mod names;
pub mod session_key;

pub(crate) use body::body;
pub use literal::literal;

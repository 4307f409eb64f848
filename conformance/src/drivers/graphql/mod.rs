//! Parts that the two GraphQL surfaces share: the box of PINs and secrets, literals of documents,
//! and the names that one operation has on each of them.

mod literal;
pub mod names;
pub mod session_key;

pub use literal::literal;

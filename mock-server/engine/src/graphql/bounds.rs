//! The bounds of a document, besides those of the rows that it reads (see `tables/budget.rs`): what
//! a stranger can ask for has a price that is known before it runs.
//!
//! Documents that clients and code generators send stay far below: `getIntrospectionQuery` with
//! every option has 230 tokens and 450,000 bytes of answer.

/// The tokens of a document; counted as graphql-js counts `maxTokens`.
pub const TOKENS: usize = 15_000;

/// The levels to which braces, brackets and parentheses of a document may be nested.
pub const NESTING: usize = 60;

/// The fields of a document, fragments written out at each spread.
pub const FIELDS: usize = 5_000;

/// The levels to which selections may be nested, spreads and inline fragments counted.
pub const LEVELS: usize = 100;

/// The bytes of all arguments of a document, with variables written out where they are used.
pub const ARGUMENT_BYTES: usize = 8 << 20;

/// The bytes of JSON that introspection is answered with.
pub const INTROSPECTION_BYTES: u64 = 4 << 20;

/// The validation errors that are told of one document, and one more that says so.
pub(super) const ERRORS: usize = 100;

/// The errors that are told of the variables of one request, and one more that says so.
pub(super) const VARIABLE_ERRORS: usize = 50;

/// The letters that are told of one error.
pub(super) const LETTERS: usize = 1_000;

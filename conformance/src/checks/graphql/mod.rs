//! Judgements on answers of the two GraphQL surfaces.

pub mod refusal;

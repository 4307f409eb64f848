//! Judgements that several steps share. Each takes an answer and says what is wrong with it;
//! nothing is sent here.

pub mod graphql;
pub mod json;
pub mod luhn;
pub mod money;
pub mod pattern;
pub mod schema;
pub mod tron;

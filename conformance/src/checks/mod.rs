//! Judgements that several steps share. Each takes an answer and says what is wrong with it;
//! nothing is sent here.

pub mod json;
pub mod money;
pub mod partner;
pub mod schema;

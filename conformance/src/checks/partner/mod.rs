//! Judgements on answers of the partner surface.

pub mod refusal;

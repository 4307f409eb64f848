//! The card programs, side by side: each has its nouns, commands, money, events, effects and
//! refusals, and knows nothing of the others.

pub mod collateral;
pub mod managed;
pub mod prepaid;

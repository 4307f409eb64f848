//! What commands of every program run with.

mod dice;

pub use dice::Dice;

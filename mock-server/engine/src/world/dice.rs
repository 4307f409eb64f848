//! Randomness of a world (SB 3.9): a pure function of the seed, a purpose and that purpose's own
//! counter. There is no shared stream, so a read or a refusal never shifts a later id.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::{command, crypto::derive};

/// The seed, and the number of draws for each purpose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dice {
    seed: String,
    drawn: OrdMap<String, u64>,
}

impl Dice {
    /// Dice for a new world.
    pub fn new(seed: impl Into<String>) -> Self {
        Self { seed: seed.into(), drawn: OrdMap::new() }
    }
}

impl Dice {
    /// Goes on with the draws for a purpose where other dice have got to.
    pub(super) fn go_on(&mut self, purpose: &str, other: &Self) {
        if let Some(drawn) = other.drawn.get(purpose) {
            self.drawn.insert(purpose.to_owned(), *drawn);
        }
    }

    /// Draws once more for every purpose that there was so far.
    pub fn draw_all(&mut self) {
        let purposes: Vec<_> = self.drawn.keys().cloned().collect();
        for purpose in purposes {
            if let Some(counter) = self.drawn.get_mut(&purpose) {
                *counter += 1;
            }
        }
    }
}

impl command::Dice for Dice {
    fn draw(&mut self, purpose: &'static str, out: &mut [u8]) {
        let counter = match self.drawn.get_mut(purpose) {
            Some(counter) => {
                *counter += 1;
                *counter
            }
            None => {
                self.drawn.insert(purpose.to_owned(), 0);
                0
            }
        };
        derive::fill(derive::RANDOM, &self.seed, &format!("{purpose}/{counter}"), out);
    }
}

//! Parts of the matrix, for several machines.

use std::str::FromStr;

use super::Mutant;

/// One part of so many: `3/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    part: usize,
    of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(part, of)| Some(Self { part: part.parse().ok()?, of: of.parse().ok()? }));
        let within = |one: &Self| (1..=one.of).contains(&one.part);
        numbers.filter(within).ok_or_else(|| format!("{text:?} is no shard: write it as 3/8"))
    }
}

impl Shard {
    /// The mutants of this part. Neighbours are dealt out to different parts, so that the parts
    /// take about the same time.
    pub(super) fn of(self, mutants: Vec<Mutant>) -> Vec<Mutant> {
        mutants.into_iter().skip(self.part - 1).step_by(self.of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_of_so_many() {
        assert_eq!("3/8".parse(), Ok(Shard { part: 3, of: 8 }));
        for wrong in ["0/8", "9/8", "3", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}

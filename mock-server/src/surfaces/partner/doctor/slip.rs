//! One thing that a client did differently, and what is made of several.

use crate::log::{Diagnosis, Proof};

/// A mistake: its cause, and how it was made, in words that continue a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    pub(super) cause: &'static str,
    pub(super) what: &'static str,
}

/// A mistake.
pub(super) const fn slip(cause: &'static str, what: &'static str) -> Slip {
    Slip { cause, what }
}

/// Something that a client may have made, and the mistakes by which it is made.
#[derive(Clone, Debug)]
pub(super) struct Made<T> {
    pub(super) slips: Vec<Slip>,
    /// How far it is from what is right: the mistakes, rare ones counted twice.
    pub(super) effort: usize,
    pub(super) value: T,
}

impl<T> Made<T> {
    pub(super) fn right(value: T) -> Self {
        Self { slips: Vec::new(), effort: 0, value }
    }

    pub(super) fn wrong(slip: Slip, value: T) -> Self {
        Self { slips: vec![slip], effort: 1, value }
    }

    /// The same after one more mistake.
    pub(super) fn then<U>(&self, slip: Slip, value: U) -> Made<U> {
        let mut slips = self.slips.clone();
        // What was written anew twice was written anew.
        if !slips.contains(&slip) {
            slips.push(slip);
        }
        Made { slips, effort: self.effort + 1, value }
    }
}

/// What was found: one diagnosis a cause, in the order in which the mistakes were made.
pub(super) fn told(slips: &[Slip], proof: Proof) -> Vec<Diagnosis> {
    let mut causes: Vec<&'static str> = Vec::new();
    for slip in slips.iter().filter(|slip| !slip.cause.is_empty()) {
        if !causes.contains(&slip.cause) {
            causes.push(slip.cause);
        }
    }
    let one = |cause: &&'static str| {
        let own = slips.iter().filter(|slip| slip.cause == *cause);
        let what: Vec<_> = own.map(|slip| slip.what).collect();
        Diagnosis::proved(cause, format!("The signature is right {}.", what.join(", ")), proof)
    };
    causes.iter().map(one).collect()
}

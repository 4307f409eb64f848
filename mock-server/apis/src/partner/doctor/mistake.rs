//! One thing that a client did differently, and what is made of several.

use crate::log::{Diagnosis, Proof};

/// A mistake: its cause, and how it was made, in words that continue a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) cause: &'static str,
    pub(super) what: &'static str,
}

/// A mistake.
pub(super) const fn mistake(cause: &'static str, what: &'static str) -> Mistake {
    Mistake { cause, what }
}

/// Something that a client may have made, and the mistakes by which it is made.
#[derive(Clone, Debug)]
pub(super) struct Made<T> {
    pub(super) mistakes: Vec<Mistake>,
    /// Distance from the right form: the number of mistakes, rare ones counted twice.
    pub(super) effort: usize,
    pub(super) value: T,
}

impl<T> Made<T> {
    pub(super) fn right(value: T) -> Self {
        Self { mistakes: Vec::new(), effort: 0, value }
    }

    pub(super) fn wrong(mistake: Mistake, value: T) -> Self {
        Self { mistakes: vec![mistake], effort: 1, value }
    }

    /// A further value that one more mistake makes of this one.
    pub(super) fn then<U>(&self, mistake: Mistake, value: U) -> Made<U> {
        let mut mistakes = self.mistakes.clone();
        // What was written anew twice was written anew.
        if !mistakes.contains(&mistake) {
            mistakes.push(mistake);
        }
        Made { mistakes, effort: self.effort + 1, value }
    }
}

/// Diagnoses of mistakes: one for each cause, in the order in which the mistakes were made.
pub(super) fn told(mistakes: &[Mistake], proof: Proof) -> Vec<Diagnosis> {
    let mut causes: Vec<&'static str> = Vec::new();
    for mistake in mistakes.iter().filter(|mistake| !mistake.cause.is_empty()) {
        if !causes.contains(&mistake.cause) {
            causes.push(mistake.cause);
        }
    }
    let one = |cause: &&'static str| {
        let own = mistakes.iter().filter(|mistake| mistake.cause == *cause);
        let what: Vec<_> = own.map(|mistake| mistake.what).collect();
        Diagnosis::proved(cause, format!("The signature is right {}.", what.join(", ")), proof)
    };
    causes.iter().map(one).collect()
}

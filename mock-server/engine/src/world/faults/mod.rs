//! Faults: failures that a test orders in advance, such as "the next two calls of `createCard`:
//! drop the connection after the effect" (SB 8).
//!
//! Faults are data of the world. When a request arrives, the operations it calls are compared with
//! them before anything is consumed; each live fault that matches counts the request, and the
//! oldest one whose schedule says so acts. A fault of the connection acts at once. A named error
//! acts when the surface reaches the place where the failing part would be called, so a request
//! that is refused earlier leaves the fault for the next one.

mod calls;
mod fault;
mod schedule;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{collections::List, command};

pub use calls::{Call, RequestedCalls};
use fault::Counted;
pub use fault::{About, Fault, FaultKind, Overlooked, Side, Then, fits};
pub use schedule::When;

/// The error that lets a provider's attempt at an order fail: the only one that no request meets.
pub const PROVIDER_ATTEMPT: &str = "provider-attempt-fails";

/// The fault that was chosen for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFault {
    /// Number of the fault.
    pub fault: u64,
    /// Its effect.
    pub then: Then,
    /// Operations of the request that the fault matches.
    pub operations: Vec<String>,
}

impl ChosenFault {
    /// The named error, which acts when the surface asks for it; none for a fault of the
    /// connection.
    pub fn error(&self) -> Option<&str> {
        match &self.then.kind {
            Some(FaultKind::Error(name)) => Some(name),
            Some(FaultKind::Drop(_) | FaultKind::CutBodyAfter(_)) | None => None,
        }
    }
}

/// Faults of a world, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Faults {
    all: List<Fault>,
    made: u64,
}

impl Faults {
    /// All faults.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Fault> + Clone {
        self.all.iter()
    }

    /// Number of faults.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True when there is no fault.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Fault with this number.
    pub fn get(&self, number: u64) -> Option<&Fault> {
        self.all.iter().find(|fault| fault.number == number)
    }

    /// Named errors that are ordered.
    pub fn errors(&self) -> BTreeSet<String> {
        self.all.iter().filter_map(Fault::error).map(ToOwned::to_owned).collect()
    }

    /// True when any fault matches the request, of which some members may be overlooked.
    pub fn any_matches(&self, asked: &RequestedCalls, overlooked: Overlooked) -> bool {
        let what = Counted::Request(overlooked);
        self.all.iter().any(|fault| fault.counts(what, asked).is_some())
    }

    pub(super) fn add(&mut self, fault: Fault) -> u64 {
        self.made += 1;
        self.all.push(Fault { number: self.made, ..fault });
        self.made
    }

    pub(super) fn remove(&mut self, number: Option<u64>) {
        self.all.retain(|fault| number.is_some_and(|number| fault.number != number));
    }

    /// Counts a request, of which some members may be overlooked; the oldest fault whose schedule says
    /// so is chosen for it.
    pub(super) fn choose(
        &mut self,
        asked: &RequestedCalls,
        overlooked: Overlooked,
        dice: &mut dyn command::Dice,
    ) -> Option<ChosenFault> {
        let chosen = self.count(Counted::Request(overlooked), asked, dice)?;
        if chosen.error().is_none() {
            self.fire(chosen.fault);
        }
        Some(chosen)
    }

    /// Counts an attempt of background work, such as a provider's work on an order; true when the
    /// attempt fails.
    pub fn strike_attempt(
        &mut self,
        name: &str,
        asked: &RequestedCalls,
        dice: &mut dyn command::Dice,
    ) -> bool {
        let chosen = self.count(Counted::Attempt(name), asked, dice);
        if let Some(chosen) = &chosen {
            self.fire(chosen.fault);
        }
        chosen.is_some()
    }

    /// Counts one more use of a fault.
    pub(super) fn fire(&mut self, number: u64) {
        if let Some(fault) = self.all.iter_mut().find(|fault| fault.number == number) {
            fault.fired += 1;
        }
    }

    fn count(
        &mut self,
        what: Counted<'_>,
        asked: &RequestedCalls,
        dice: &mut dyn command::Dice,
    ) -> Option<ChosenFault> {
        let counts = |(at, fault): (usize, &Fault)| Some((at, fault.counts(what, asked)?));
        let matching: Vec<_> = self.all.iter().enumerate().filter_map(counts).collect();
        let mut chosen = None;
        for (at, operations) in matching {
            let Some(fault) = self.all.get_mut(at) else { continue };
            fault.matched += 1;
            let now = fault.when.strikes(fault.matched, fault.fired, dice);
            if now && chosen.is_none() {
                let then = fault.then.clone();
                chosen = Some(ChosenFault { fault: fault.number, then, operations });
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests;

//! Faults: failures that a test orders in advance, such as "the next two calls of `createCard`:
//! drop the connection after the effect" (SB 8).
//!
//! Faults are data of the world. When a request arrives, the operations it calls are compared with
//! them before anything is consumed; each live fault that matches counts the request, and the
//! oldest one whose schedule says so acts. A fault of the connection acts at once. A named error
//! acts when the surface reaches the place where the failing part would be called, so a request
//! that is refused earlier leaves the fault for the next one.

mod schedule;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{command, surface::Surface};

pub use schedule::When;

/// The error that lets a provider's attempt at an order fail: the only one that no request meets.
pub const PROVIDER_ATTEMPT: &str = "provider-attempt-fails";

/// A fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Number in its world, from 1; shown as `f-<n>`.
    pub number: u64,
    /// Name that the user gave it.
    pub label: Option<String>,
    /// Requests that it matches.
    pub about: About,
    /// Schedule: which of the matching requests it strikes.
    pub when: When,
    /// Effect on those.
    pub then: Then,
    /// Number of requests that it matched.
    pub matched: u64,
    /// Number of requests that it struck.
    pub fired: u64,
}

/// Requests that a fault matches; an absent member matches any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Surface of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Surface>,
    /// Name of the operation; a trailing `*` stands for any ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Entity that the operation names, `<type>:<id>`; a trailing `*` stands for any ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Label of the credential; a trailing `*` stands for any ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Effect on a request: a failure, a delay, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Then {
    /// Failure.
    pub kind: Option<FaultKind>,
    /// Delay of the answer, in microseconds of real time.
    pub delay_us: u64,
}

/// Kind of failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A documented error, by name.
    Error(String),
    /// The connection closes without a byte of an answer.
    Drop(Side),
    /// The connection closes after this number of bytes of the body.
    CutBodyAfter(usize),
}

/// Side of the effect on which a connection is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Before the effect: the request does nothing.
    Before,
    /// After the effect: the request is done, but its answer is lost.
    After,
}

/// Operations that a request calls, found out without consuming anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedCalls {
    /// Surface of the request.
    pub surface: Surface,
    /// Label of the credential that the request names.
    pub by: Option<String>,
    /// The operations; a single one with an empty name when the request cannot be read.
    pub calls: Vec<Call>,
}

impl RequestedCalls {
    /// Leaves out names longer than any that a fault can match, since clients may send anything and
    /// the journal records this.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        const LONGEST: usize = 128;
        for call in &mut self.calls {
            call.entities.retain(|entity| entity.len() <= LONGEST);
        }
        self.calls.retain(|call| call.operation.len() <= LONGEST);
        self
    }
}

/// A call of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Name of the operation.
    pub operation: String,
    /// Entities that the call names, `<type>:<id>`.
    pub entities: Vec<String>,
    /// Named errors that can strike the call, among those ordered in the world.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
}

/// Unit that a schedule is counting.
#[derive(Clone, Copy)]
enum Counted<'a> {
    /// A request.
    Request,
    /// An attempt that only the error with this name can strike.
    Attempt(&'a str),
}

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
            _ => None,
        }
    }
}

/// Faults of a world, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Faults {
    all: Vec<Fault>,
    made: u64,
}

impl Faults {
    /// All faults.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
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

    /// True when any fault matches the request.
    pub fn any_matches(&self, asked: &RequestedCalls) -> bool {
        self.all.iter().any(|fault| fault.counts(Counted::Request, asked).is_some())
    }

    pub(super) fn add(&mut self, fault: Fault) -> u64 {
        self.made += 1;
        self.all.push(Fault { number: self.made, ..fault });
        self.made
    }

    pub(super) fn remove(&mut self, number: Option<u64>) {
        self.all.retain(|fault| number.is_some_and(|number| fault.number != number));
    }

    /// Counts a request; the oldest fault whose schedule says so is chosen for it.
    pub(super) fn choose(
        &mut self,
        asked: &RequestedCalls,
        dice: &mut dyn command::Dice,
    ) -> Option<ChosenFault> {
        let chosen = self.count(Counted::Request, asked, dice)?;
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
        let mut chosen = None;
        for fault in &mut self.all {
            let Some(operations) = fault.counts(what, asked) else { continue };
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

impl Fault {
    /// True while the fault can still act.
    pub fn is_live(&self) -> bool {
        self.left() != Some(0)
    }

    /// The named error; none for a fault of the connection.
    pub fn error(&self) -> Option<&str> {
        match &self.then.kind {
            Some(FaultKind::Error(name)) => Some(name),
            Some(FaultKind::Drop(_) | FaultKind::CutBodyAfter(_)) | None => None,
        }
    }

    /// Number of times that the fault can still act; none when it is unbounded.
    pub fn left(&self) -> Option<u64> {
        self.when.left(self.matched, self.fired)
    }

    /// Operations of a request that the fault matches; none when it does not match the request.
    fn counts(&self, what: Counted<'_>, asked: &RequestedCalls) -> Option<Vec<String>> {
        let matches = |pattern: &Option<String>, given: Option<&str>| {
            pattern.as_deref().is_none_or(|pattern| given.is_some_and(|given| fits(pattern, given)))
        };
        let error = self.error();
        if !self.is_live()
            || matches!(what, Counted::Attempt(name) if error != Some(name))
            || self.about.surface.is_some_and(|surface| surface != asked.surface)
            || !matches(&self.about.by, asked.by.as_deref())
        {
            return None;
        }
        let matching = |call: &&Call| {
            let (operation, entities) = (&call.operation, &call.entities);
            self.about.operation.as_deref().is_none_or(|pattern| fits(pattern, operation))
                && self
                    .about
                    .entity
                    .as_ref()
                    .is_none_or(|pattern| entities.iter().any(|one| fits(pattern, one)))
                && match what {
                    Counted::Request => {
                        error.is_none_or(|name| call.errors.iter().any(|one| one == name))
                    }
                    Counted::Attempt(_) => true,
                }
        };
        let operations: Vec<_> =
            asked.calls.iter().filter(matching).map(|call| call.operation.clone()).collect();
        (!operations.is_empty()).then_some(operations)
    }
}

/// True when a name matches a pattern; a trailing `*` stands for any ending.
pub fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Dice;

    fn fault(about: About, when: When, kind: FaultKind) -> Fault {
        let then = Then { kind: Some(kind), delay_us: 0 };
        Fault { number: 0, label: None, about, when, then, matched: 0, fired: 0 }
    }

    fn asked(operation: &str) -> RequestedCalls {
        let errors = match operation.starts_with("AgioCard_") {
            true => vec!["hasura-503".to_owned()],
            false => Vec::new(),
        };
        let entities = vec!["card:1".to_owned()];
        let call = Call { operation: operation.to_owned(), entities, errors };
        RequestedCalls {
            surface: Surface::PG,
            by: Some("acme/primary".to_owned()),
            calls: vec![call],
        }
    }

    fn chosen(faults: &mut Faults, operation: &str) -> Option<u64> {
        faults.choose(&asked(operation), &mut Dice::new("7")).map(|chosen| chosen.fault)
    }

    #[test]
    fn the_oldest_whose_schedule_says_now_acts_and_the_others_count() {
        let mut faults = Faults::default();
        let drop = || FaultKind::Drop(Side::Before);
        faults.add(fault(About::default(), When::Nth(2), drop()));
        faults.add(fault(About::default(), When::Next(1), drop()));
        faults.add(fault(About::default(), When::Always, drop()));
        let acts: Vec<_> = (0..3).map(|_| chosen(&mut faults, "freezeCard")).collect();
        assert_eq!(acts, [Some(2), Some(1), Some(3)]);
        let counts: Vec<_> = faults.iter().map(|fault| (fault.matched, fault.fired)).collect();
        assert_eq!(counts, [(2, 1), (1, 1), (3, 1)]);
        assert!(!faults.get(1).unwrap().is_live() && faults.get(3).unwrap().is_live());
    }

    #[test]
    fn what_does_not_match_is_not_counted() {
        let mut faults = Faults::default();
        let operation = Some("freeze*".to_owned());
        let about = About { operation, entity: Some("card:1".to_owned()), ..About::default() };
        faults.add(fault(about, When::Next(1), FaultKind::Drop(Side::After)));
        assert_eq!(chosen(&mut faults, "unfreezeCard"), None);
        assert_eq!(faults.get(1).unwrap().matched, 0);
        assert_eq!(chosen(&mut faults, "freezeCard"), Some(1));
    }

    #[test]
    fn a_named_error_counts_only_what_it_can_strike_and_waits_to_be_asked() {
        let mut faults = Faults::default();
        let error = FaultKind::Error("hasura-503".to_owned());
        faults.add(fault(About::default(), When::Next(1), error));
        assert_eq!(chosen(&mut faults, "freezeCard"), None);
        assert_eq!(chosen(&mut faults, "AgioCard_card"), Some(1));
        assert_eq!(chosen(&mut faults, "AgioCard_card"), Some(1), "nobody asked for it yet");
        faults.fire(1);
        assert_eq!(chosen(&mut faults, "AgioCard_card"), None);
    }

    #[test]
    fn attempts_are_not_requests() {
        let mut faults = Faults::default();
        let error = FaultKind::Error("provider-attempt-fails".to_owned());
        faults.add(fault(About::default(), When::Nth(2), error));
        let order = RequestedCalls { surface: Surface::ER, ..asked("/cards/create") };
        assert!(!faults.any_matches(&order));
        let mut dice = Dice::new("7");
        let fails: Vec<_> = (0..3)
            .map(|_| faults.strike_attempt("provider-attempt-fails", &order, &mut dice))
            .collect();
        assert_eq!(fails, [false, true, false]);
    }
}

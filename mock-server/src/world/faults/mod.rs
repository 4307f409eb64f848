//! Failures that were ordered in advance: "the next two of `createCard`: drop after the effect"
//! (SB 8).
//!
//! Faults are data of the world. What a request asks for is compared with them before anything of
//! it is consumed; each live fault that it matches counts it, and the oldest one whose schedule
//! says so acts. A fault of the connection acts there and then. A named error acts when the surface
//! comes to the place where the failing part would have been asked, so a request that is refused
//! before that leaves the fault for the next one.

mod schedule;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{command, surface::Surface};

pub use schedule::When;

/// One fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// Its number in its world, from 1; shown as `f-<n>`.
    pub number: u64,
    /// What its maker calls it.
    pub label: Option<String>,
    /// Which requests it is about.
    pub about: About,
    /// Which of those it strikes.
    pub when: When,
    /// What happens to them.
    pub then: Then,
    /// How many requests it counted.
    pub matched: u64,
    /// How many of them it struck.
    pub fired: u64,
}

/// Which requests a fault is about; absent means any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The surface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<Surface>,
    /// Name of the operation; a trailing `*` stands for any ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Something that the operation names, `<type>:<id>`, or the beginning of it and `*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Label of the credential, or the beginning of it and `*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// What happens to a request: a blow, a delay, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Then {
    /// What goes wrong.
    pub kind: Option<FaultKind>,
    /// How much later the answer comes, in microseconds of real time.
    pub delay_us: u64,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A documented error, by its name.
    Error(String),
    /// The connection closes without a byte.
    Drop(Side),
    /// The connection closes after so many bytes of the body.
    CutBodyAfter(usize),
}

/// Before or after the request took effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// As if it had never come.
    Before,
    /// It took effect; nobody hears of it.
    After,
}

/// What a request asks for, found out without consuming anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedCalls {
    /// The surface.
    pub surface: Surface,
    /// Label of the credential that it names.
    pub by: Option<String>,
    /// Its operations; one without a name where it cannot be read.
    pub calls: Vec<Call>,
}

impl RequestedCalls {
    /// The same without what no fault can be about: names that are longer than any of ours. It is
    /// written down, and a client may ask for anything.
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

/// One operation of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its name.
    pub operation: String,
    /// What it names, `<type>:<id>`.
    pub entities: Vec<String>,
    /// The errors by name that can strike it, of those that are ordered in the world.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
}

/// The unit of a schedule that is being counted.
#[derive(Clone, Copy)]
enum Counted<'a> {
    /// A request.
    Request,
    /// An attempt that only the error with this name can strike.
    Attempt(&'a str),
}

/// The fault that acts on a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struck {
    /// Its number.
    pub fault: u64,
    /// What happens.
    pub then: Then,
    /// The operations of the request that it is about.
    pub operations: Vec<String>,
}

impl Struck {
    /// The named error that waits to be asked for.
    pub fn error(&self) -> Option<&str> {
        match &self.then.kind {
            Some(FaultKind::Error(name)) => Some(name),
            _ => None,
        }
    }
}

/// The faults of a world, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Faults {
    all: Vec<Fault>,
    made: u64,
}

impl Faults {
    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The one with this number.
    pub fn get(&self, number: u64) -> Option<&Fault> {
        self.all.iter().find(|fault| fault.number == number)
    }

    /// The names of the errors that are ordered.
    pub fn errors(&self) -> BTreeSet<String> {
        self.all.iter().filter_map(Fault::error).map(ToOwned::to_owned).collect()
    }

    /// Whether a request would be counted by any of them.
    pub fn concern(&self, asked: &RequestedCalls) -> bool {
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

    /// Counts a request; the oldest fault whose schedule says so acts on it.
    pub(super) fn meet(
        &mut self,
        asked: &RequestedCalls,
        dice: &mut dyn command::Dice,
    ) -> Option<Struck> {
        let struck = self.count(Counted::Request, asked, dice)?;
        if struck.error().is_none() {
            self.fire(struck.fault);
        }
        Some(struck)
    }

    /// Counts an attempt of something that goes on by itself, behind any request, and tells whether
    /// it fails.
    pub fn strike_attempt(
        &mut self,
        name: &str,
        asked: &RequestedCalls,
        dice: &mut dyn command::Dice,
    ) -> bool {
        let struck = self.count(Counted::Attempt(name), asked, dice);
        if let Some(struck) = &struck {
            self.fire(struck.fault);
        }
        struck.is_some()
    }

    /// A fault has acted once more.
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
    ) -> Option<Struck> {
        let mut struck = None;
        for fault in &mut self.all {
            let Some(operations) = fault.counts(what, asked) else { continue };
            fault.matched += 1;
            let now = fault.when.says_now(fault.matched, fault.fired, dice);
            if now && struck.is_none() {
                let then = fault.then.clone();
                struck = Some(Struck { fault: fault.number, then, operations });
            }
        }
        struck
    }
}

impl Fault {
    /// Whether it can still act.
    pub fn is_live(&self) -> bool {
        self.left() != Some(0)
    }

    /// The named error that it is, if it is one.
    pub fn error(&self) -> Option<&str> {
        match &self.then.kind {
            Some(FaultKind::Error(name)) => Some(name),
            Some(FaultKind::Drop(_) | FaultKind::CutBodyAfter(_)) | None => None,
        }
    }

    /// How often it can still act, where that is bounded.
    pub fn left(&self) -> Option<u64> {
        self.when.left(self.matched, self.fired)
    }

    /// The operations of a request that make it one of those that this fault counts.
    fn counts(&self, what: Counted<'_>, asked: &RequestedCalls) -> Option<Vec<String>> {
        let meant_by = |wanted: &Option<String>, given: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| given.is_some_and(|given| fits(wanted, given)))
        };
        let error = self.error();
        if !self.is_live()
            || matches!(what, Counted::Attempt(name) if error != Some(name))
            || self.about.surface.is_some_and(|wanted| wanted != asked.surface)
            || !meant_by(&self.about.by, asked.by.as_deref())
        {
            return None;
        }
        let meant = |call: &&Call| {
            let (operation, entities) = (&call.operation, &call.entities);
            self.about.operation.as_deref().is_none_or(|pattern| fits(pattern, operation))
                && self
                    .about
                    .entity
                    .as_ref()
                    .is_none_or(|wanted| entities.iter().any(|one| fits(wanted, one)))
                && match what {
                    Counted::Request => {
                        error.is_none_or(|name| call.errors.iter().any(|one| one == name))
                    }
                    Counted::Attempt(_) => true,
                }
        };
        let operations: Vec<_> =
            asked.calls.iter().filter(meant).map(|call| call.operation.clone()).collect();
        (!operations.is_empty()).then_some(operations)
    }
}

/// Whether a name is meant by one that may end in `*`, which stands for any ending.
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

    fn struck(faults: &mut Faults, operation: &str) -> Option<u64> {
        faults.meet(&asked(operation), &mut Dice::new("7")).map(|struck| struck.fault)
    }

    #[test]
    fn the_oldest_whose_schedule_says_now_acts_and_the_others_count() {
        let mut faults = Faults::default();
        let drop = || FaultKind::Drop(Side::Before);
        faults.add(fault(About::default(), When::Nth(2), drop()));
        faults.add(fault(About::default(), When::Next(1), drop()));
        faults.add(fault(About::default(), When::Always, drop()));
        let acts: Vec<_> = (0..3).map(|_| struck(&mut faults, "freezeCard")).collect();
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
        assert_eq!(struck(&mut faults, "unfreezeCard"), None);
        assert_eq!(faults.get(1).unwrap().matched, 0);
        assert_eq!(struck(&mut faults, "freezeCard"), Some(1));
    }

    #[test]
    fn a_named_error_counts_only_what_it_can_strike_and_waits_to_be_asked() {
        let mut faults = Faults::default();
        let error = FaultKind::Error("hasura-503".to_owned());
        faults.add(fault(About::default(), When::Next(1), error));
        assert_eq!(struck(&mut faults, "freezeCard"), None);
        assert_eq!(struck(&mut faults, "AgioCard_card"), Some(1));
        assert_eq!(struck(&mut faults, "AgioCard_card"), Some(1), "nobody asked for it yet");
        faults.fire(1);
        assert_eq!(struck(&mut faults, "AgioCard_card"), None);
    }

    #[test]
    fn attempts_are_not_requests() {
        let mut faults = Faults::default();
        let error = FaultKind::Error("provider-attempt-fails".to_owned());
        faults.add(fault(About::default(), When::Nth(2), error));
        let order = RequestedCalls { surface: Surface::ER, ..asked("/cards/create") };
        assert!(!faults.concern(&order));
        let mut dice = Dice::new("7");
        let fails: Vec<_> = (0..3)
            .map(|_| faults.strike_attempt("provider-attempt-fails", &order, &mut dice))
            .collect();
        assert_eq!(fails, [false, true, false]);
    }
}

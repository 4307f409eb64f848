//! Contexts: what a command looks at and touches beside its program.

use std::fmt::Display;

use jiff::Timestamp;

use super::{Caller, Check, CheckLog, Dice, Event, Program};
use crate::rulebook::Rulebook;

/// Everything that a check looks at beside the program.
pub struct CheckContext<'a, P: Program> {
    /// World time.
    pub now: Timestamp,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// The caller.
    pub caller: Caller<P::Tenant>,
    /// List of the checks of a request that is explained; none of any other.
    pub log: Option<&'a CheckLog>,
}

impl<P: Program> CheckContext<'_, P> {
    /// Makes a check whose result is at hand: notes it where somebody asks, and passes it on.
    pub fn holds<T, R: Display>(&self, check: Check, result: Result<T, R>) -> Result<T, R> {
        if let Some(log) = self.log {
            log.note(check, result.as_ref().err().map(ToString::to_string));
        }
        result
    }

    /// Makes a check whose result is at hand; `found` is told of one that fails.
    pub fn finds<T, R, F: Display>(
        &self,
        check: Check,
        found: impl FnOnce() -> F,
        result: Result<T, R>,
    ) -> Result<T, R> {
        if let Some(log) = self.log {
            log.note(check, result.is_err().then(|| found().to_string()));
        }
        result
    }

    /// Makes a check: an error where it does not pass.
    pub fn requires<R: Display>(
        &self,
        check: Check,
        passes: bool,
        refusal: impl FnOnce() -> R,
    ) -> Result<(), R> {
        self.holds(check, if passes { Ok(()) } else { Err(refusal()) })
    }
}

/// Everything that an applied command may touch beside the program.
pub struct ApplyContext<'a, P: Program> {
    /// World time; what the command writes carries it.
    pub now: Timestamp,
    /// The rules in force.
    pub rules: &'a Rulebook,
    /// The caller.
    pub caller: Caller<P::Tenant>,
    /// The operation that the command belongs to, as its surface names it.
    pub operation: &'a str,
    /// Random bytes.
    pub dice: &'a mut dyn Dice,
    /// Events, in order.
    pub events: Vec<Event<P::Event>>,
    /// Effects of later, each with its due time.
    pub later: Vec<(Timestamp, P::Effect)>,
}

impl<'a, P: Program> ApplyContext<'a, P> {
    /// The context of a check at the same moment.
    pub fn check(&self) -> CheckContext<'a, P> {
        CheckContext { now: self.now, rules: self.rules, caller: self.caller, log: None }
    }

    /// An issuer-side id: version 4 UUID text.
    pub fn uuid(&mut self, purpose: &'static str) -> String {
        self.dice.uuid(purpose)
    }

    /// An id of prepaid things: 24 hex digits.
    pub fn object_id(&mut self, purpose: &'static str) -> String {
        self.dice.object_id(purpose, self.now)
    }

    /// `0x` and the hex form of `N` random bytes.
    pub fn hex<const N: usize>(&mut self, purpose: &'static str) -> String {
        self.dice.hex::<N>(purpose)
    }

    /// Schedules an effect `delay_ms` milliseconds from now.
    pub fn after(&mut self, delay_ms: i64, effect: P::Effect) {
        let due = self.now.checked_add(jiff::SignedDuration::from_millis(delay_ms));
        self.later.push((due.unwrap_or(Timestamp::MAX), effect));
    }

    /// Records that something happened now to an entity, `<type>:<id>`.
    pub fn raise(&mut self, kind: P::Event, entity: String) {
        self.events.push(Event { at: self.now, kind, entity, taken_back: false });
    }
}

//! One fault: what it matches, when it strikes, and what it does.

use serde::{Deserialize, Serialize};

use super::{Call, RequestedCalls, When};
use crate::surface::Surface;

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

/// Members of [`About`] that are not looked at, as only a deviation has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlooked {
    /// The operation of the request.
    pub operation: bool,
    /// The entity that it names.
    pub entity: bool,
    /// Its credential.
    pub by: bool,
}

/// Unit that a schedule is counting.
#[derive(Clone, Copy)]
pub(super) enum Counted<'a> {
    /// A request, of which a fault may have to overlook something.
    Request(Overlooked),
    /// An attempt that only the error with this name can strike.
    Attempt(&'a str),
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
    pub(super) fn counts(&self, what: Counted<'_>, asked: &RequestedCalls) -> Option<Vec<String>> {
        let matches = |pattern: &Option<String>, given: Option<&str>| {
            pattern.as_deref().is_none_or(|pattern| given.is_some_and(|given| fits(pattern, given)))
        };
        let error = self.error();
        let overlooked = match what {
            Counted::Request(overlooked) => overlooked,
            Counted::Attempt(_) => Overlooked::default(),
        };
        if !self.is_live()
            || matches!(what, Counted::Attempt(name) if error != Some(name))
            || self.about.surface.is_some_and(|surface| surface != asked.surface)
            || !(overlooked.by || matches(&self.about.by, asked.by.as_deref()))
        {
            return None;
        }
        let matching = |call: &&Call| {
            let (operation, entities) = (&call.operation, &call.entities);
            let named = self.about.operation.as_deref().filter(|_| !overlooked.operation);
            let entity = self.about.entity.as_deref().filter(|_| !overlooked.entity);
            named.is_none_or(|pattern| fits(pattern, operation))
                && entity.is_none_or(|pattern| entities.iter().any(|one| fits(pattern, one)))
                && match what {
                    Counted::Request(_) => {
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

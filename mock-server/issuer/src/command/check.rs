//! Checks: each is stated once, beside the code that makes it, so that a request can be explained.

use std::sync::{Mutex, PoisonError};

/// A check that a command or an API makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Sentence that is true when the check passes.
    pub says: &'static str,
    /// Ids of the requirements that state it, at most one for each surface.
    pub requirements: &'static [&'static str],
}

impl Check {
    /// A check that these requirements state.
    pub const fn new(says: &'static str, requirements: &'static [&'static str]) -> Self {
        Self { says, requirements }
    }
}

/// A check that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeCheck {
    /// The check.
    pub check: Check,
    /// Reason why it failed; none of a check that passed.
    pub found: Option<String>,
}

/// Checks that one request has made, in their order.
#[derive(Debug, Default)]
pub struct CheckLog(Mutex<Vec<MadeCheck>>);

impl CheckLog {
    /// Notes a check. One that passes again stays where it is.
    pub fn note(&self, check: Check, found: Option<String>) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = made.iter().position(|one| one.check == check) {
            if found.is_none() || made[at].found.is_some() {
                return;
            }
            made.remove(at);
        }
        made.push(MadeCheck { check, found });
    }

    /// Everything that was noted.
    pub fn made(&self) -> Vec<MadeCheck> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

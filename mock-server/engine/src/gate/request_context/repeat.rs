//! A request that is answered without its client: again from its record (SB 13.2), or in advance to
//! explain it (SB 6.1).

use std::{fmt::Display, sync::Arc};

use jiff::Timestamp;

use super::RequestContext;
use crate::{
    command::Check,
    surface::Surface,
    world::{
        Explanation, Obstacle, Principal,
        access::{AlreadyClaimed, Claim},
        faults::RequestedCalls,
    },
    worlds::Handle,
};

/// A request whose authentication is not judged.
#[derive(Default)]
pub(in crate::gate) struct Repeat {
    /// Principal; none before authentication.
    pub(in crate::gate) principal: Option<Principal>,
    /// Claim that the request took.
    pub(in crate::gate) claim: Option<Claim>,
    /// Calls with which the faults of the world were compared, if any matched.
    pub(in crate::gate) calls: Option<RequestedCalls>,
    /// Time that timestamps and tokens were checked against; that of the world or of the server, as
    /// for every request, when absent.
    pub(in crate::gate) auth_time: Option<Timestamp>,
    /// True when a deviation lets the request in, so that it takes no claim.
    pub(in crate::gate) is_let_in: bool,
    /// Notes of a request that is explained; none of one that is answered again.
    pub(in crate::gate) explanation: Option<Arc<Explanation>>,
}

impl RequestContext {
    /// A request that is answered again from its record, or explained.
    pub(in crate::gate) fn repeating(handle: Handle, surface: Surface, repeat: Repeat) -> Self {
        let begun = Self::begin(handle, surface, true);
        let auth_time = repeat.auth_time.unwrap_or(begun.auth_time);
        Self { auth_time, repeat: Some(repeat), ..begun }
    }

    /// This request, as one that is answered without its client.
    pub(in crate::gate) fn without_client(&self, repeat: Repeat) -> Self {
        Self::repeating(self.handle.clone(), self.surface, repeat)
    }

    /// True when the request is answered without its client, so that authentication is not judged.
    pub fn is_repeated(&self) -> bool {
        self.repeat.is_some()
    }

    /// True when the request was let in before and is answered again from its record.
    pub(in crate::gate) fn was_let_in(&self) -> bool {
        self.repeat.as_ref().is_some_and(|repeat| repeat.explanation.is_none())
    }

    /// Acts as the recorded principal, if the request is answered without its client.
    pub fn acts_as_recorded(&self) -> bool {
        let Some(repeat) = &self.repeat else { return false };
        self.progress().principal.clone_from(&repeat.principal);
        true
    }

    /// True when a deviation lets the request in, whatever claim it would take.
    pub(super) fn takes_no_claim(&self) -> bool {
        self.repeat.as_ref().is_some_and(|repeat| repeat.is_let_in)
    }

    /// Takes the recorded claim of a request that is answered again.
    pub fn claim_recorded(&self) -> Result<(), AlreadyClaimed> {
        match self.repeat.as_ref().and_then(|repeat| repeat.claim) {
            Some(claim) => self.claim(claim),
            None => Ok(()),
        }
    }

    /// Notes of a request that is explained; none of any other.
    pub(super) fn explanation(&self) -> Option<Arc<Explanation>> {
        self.repeat.as_ref()?.explanation.clone()
    }

    /// Notes what stands in the way of a request that is explained, where an op helps.
    pub fn meet(&self, obstacle: impl FnOnce() -> Obstacle) {
        if let Some(explanation) = self.explanation() {
            explanation.meet(obstacle());
        }
    }

    /// Makes a check of the surface whose result is at hand: notes it if the request is explained,
    /// and passes it on. `found` says why it failed.
    pub fn holds<T, R, F: Display>(
        &self,
        check: Check,
        result: Result<T, R>,
        found: impl FnOnce(&R) -> F,
    ) -> Result<T, R> {
        if let Some(explanation) = self.repeat.as_ref().and_then(|one| one.explanation.as_ref()) {
            let found = result.as_ref().err().map(|refused| found(refused).to_string());
            explanation.checks.note(check, found);
        }
        result
    }
}

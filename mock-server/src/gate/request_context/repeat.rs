//! A request that is answered again from its record (SB 13.2).

use jiff::Timestamp;

use super::RequestContext;
use crate::{
    surface::Surface,
    world::{
        Principal,
        access::{AlreadyClaimed, Claim},
        faults::RequestedCalls,
    },
    worlds::Handle,
};

/// The record of a request that is answered again.
pub(in crate::gate) struct Repeat {
    /// Principal; none before authentication.
    pub(in crate::gate) principal: Option<Principal>,
    /// Claim that the request took.
    pub(in crate::gate) claim: Option<Claim>,
    /// Calls with which the faults of the world were compared, if any matched.
    pub(in crate::gate) calls: Option<RequestedCalls>,
    /// Time that timestamps and tokens were checked against.
    pub(in crate::gate) auth_time: Timestamp,
}

impl RequestContext {
    /// A request that is answered again from its record.
    pub(in crate::gate) fn repeating(handle: Handle, surface: Surface, repeat: Repeat) -> Self {
        let auth_time = repeat.auth_time;
        Self { auth_time, repeat: Some(repeat), ..Self::begin(handle, surface, true) }
    }

    /// True when the request is answered again from its record, so that authentication is not
    /// repeated.
    pub fn is_repeated(&self) -> bool {
        self.repeat.is_some()
    }

    /// Acts as the recorded principal, if the request is answered again from its record.
    pub fn acts_as_recorded(&self) -> bool {
        let Some(repeat) = &self.repeat else { return false };
        self.progress().principal.clone_from(&repeat.principal);
        true
    }

    /// Takes the recorded claim of a request that is answered again.
    pub fn claim_recorded(&self) -> Result<(), AlreadyClaimed> {
        match self.repeat.as_ref().and_then(|repeat| repeat.claim) {
            Some(claim) => self.claim(claim),
            None => Ok(()),
        }
    }
}

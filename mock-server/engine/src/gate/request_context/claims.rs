//! Things that a request uses up: its claim, and calls of its caller.

use jiff::Timestamp;

use super::RequestContext;
use crate::{
    world::access::{AlreadyClaimed, Claim},
    worlds::{RateLimit, RateUse},
};

impl RequestContext {
    /// Claim of the request, and the last instant at which it is held.
    pub(in crate::gate) fn claimed(&self) -> Option<(Claim, Timestamp)> {
        self.progress().claim
    }

    /// Counts a request of a caller, who may send `most` in a minute. The error is the time to
    /// wait, in whole seconds.
    pub fn count_request(&self, caller: &str, most: i64) -> Result<(), i64> {
        match self.was_let_in() {
            // Windows are not part of the world.
            true => Ok(()),
            false => self.handle.count_request((self.surface, caller), most, self.now),
        }
    }

    /// Takes a claim that identifies the request (nonce, replay slot, idempotency key); an error
    /// when it is taken already.
    pub fn claim(&self, claim: Claim) -> Result<(), AlreadyClaimed> {
        if self.takes_no_claim() {
            return Ok(());
        }
        self.handle.claim(&claim)?;
        self.progress().claim = Some((claim, claim.until(&self.rules)));
        Ok(())
    }

    /// Checks whether a claim could be taken, without taking it.
    pub fn would_claim(&self, claim: &Claim) -> Result<(), AlreadyClaimed> {
        if self.takes_no_claim() {
            return Ok(());
        }
        self.handle.read(|world| world.access.claims.check(claim, &world.rules))
    }

    /// Counts the request as a call of this caller, unless the caller has none left.
    pub fn count_call(&self, caller: &str, limit: RateLimit) -> RateUse {
        match self.was_let_in() {
            // Windows are not part of the world.
            true => RateUse { is_exceeded: false, remaining: limit.calls, reset_s: 0 },
            false => self.handle.count_call((self.surface, caller), limit, self.now),
        }
    }
}

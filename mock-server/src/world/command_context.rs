//! The context of a command: its instant, its principal and the request that it belongs to.

use jiff::Timestamp;

use super::{
    access::{Claim, Principal},
    clock,
};
use crate::surface::Surface;

/// Circumstances of a command: world time, principal, surface and operation.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandContext {
    /// World time; one instant from the start of a request to its end.
    pub now: Timestamp,
    /// Principal that the command runs as.
    pub principal: Principal,
    /// Surface that the command comes through.
    pub surface: Surface,
    /// Name of the operation, which deviations and faults refer to.
    pub operation: String,
    /// Part that the command has in its request; the journal needs it.
    pub request: RequestPart,
}

/// Part that a command has in its request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RequestPart {
    /// Claim of the request, if no earlier record has it. The record of the first command of a
    /// request holds it; a request that changes nothing leaves no trace.
    pub claim: Option<Claim>,
    /// True when the request has changed the world already. Its further commands are then not
    /// refused by a full journal, so that no request is done by halves.
    pub continues: bool,
}

impl CommandContext {
    /// A command of the back office.
    pub fn ops(now: Timestamp, operation: impl Into<String>) -> Self {
        let principal = Principal::ops();
        let (operation, request) = (operation.into(), RequestPart::default());
        Self { now, principal, surface: Surface::SB, operation, request }
    }

    /// The context of a request that has changed the world already.
    #[must_use]
    pub fn continuing(mut self) -> Self {
        self.request.continues = true;
        self
    }

    /// World time as the journal writes it.
    pub fn written(&self) -> String {
        clock::written(self.now)
    }
}

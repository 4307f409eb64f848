//! The context of a command: its instant, its principal and the request that it belongs to.

use std::sync::Arc;

use jiff::Timestamp;

use super::{access::Principal, clock, explanation::Explanation};
use crate::surface::Surface;

/// Circumstances of a command: world time, principal, surface and operation.
#[derive(Clone, Debug)]
pub struct CommandContext {
    /// World time; one instant from the start of a request to its end.
    pub now: Timestamp,
    /// Principal that the command runs as.
    pub principal: Principal,
    /// Surface that the command comes through.
    pub surface: Surface,
    /// Name of the operation, which deviations and faults refer to.
    pub operation: String,
    /// True when the command continues work that has begun, so that a full journal does not refuse
    /// it. The further commands of a request are not refused either.
    pub continues: bool,
    /// True for the further commands of one step: nothing fires before them.
    pub joins: bool,
    /// Notes of a request that is explained; none of any other.
    pub explanation: Option<Arc<Explanation>>,
}

impl CommandContext {
    /// A command of the back office.
    pub fn ops(now: Timestamp, operation: impl Into<String>) -> Self {
        let principal = Principal::ops();
        let operation = operation.into();
        let surface = Surface::SB;
        let (continues, joins, explanation) = (false, false, None);
        Self { now, principal, surface, operation, continues, joins, explanation }
    }

    /// The context of work that has begun.
    #[must_use]
    pub fn continuing(mut self) -> Self {
        self.continues = true;
        self
    }

    /// The context of a command that belongs to one step with those before it.
    #[must_use]
    pub fn joining(mut self) -> Self {
        self.joins = true;
        self
    }

    /// World time as the journal writes it.
    pub fn written(&self) -> String {
        clock::written(self.now)
    }
}

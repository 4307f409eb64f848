//! Notes of a request that is explained (SB 6.1): its checks, and the command that was refused.

use std::sync::{Mutex, PoisonError};

use crate::{
    command::CheckLog,
    issuer::{AnyCommand, Refusal},
};

/// Notes of one request.
#[derive(Debug, Default)]
pub struct Explanation {
    /// Checks, in the order in which they were made.
    pub checks: CheckLog,
    refused: Mutex<Option<(AnyCommand, Refusal)>>,
}

impl Explanation {
    /// Notes that a command was refused; the first one counts.
    pub(super) fn refuse(&self, command: AnyCommand, refusal: Refusal) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.get_or_insert((command, refusal));
    }

    /// The command that was refused, and why.
    pub fn refused(&self) -> Option<(AnyCommand, Refusal)> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

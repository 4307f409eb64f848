//! Notes of a request that is explained (SB 6.1): its checks, and what stood in its way.

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
    obstacle: Mutex<Option<Obstacle>>,
}

/// A thing that stands in the way of a request, where ops may help.
#[derive(Clone, Debug)]
pub enum Obstacle {
    /// A command was refused.
    Refused(Box<(AnyCommand, Refusal)>),
    /// The user with this reference is not active.
    InactiveUser(String),
}

impl Explanation {
    /// Notes what stands in the way; the first thing counts.
    pub fn meet(&self, obstacle: Obstacle) {
        self.obstacle.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(obstacle);
    }

    /// The thing that stood in the way.
    pub fn obstacle(&self) -> Option<Obstacle> {
        self.obstacle.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

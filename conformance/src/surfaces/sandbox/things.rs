//! The things of a scenario about a sandbox: what its control plane answered, and worlds by name.

use std::sync::Arc;

use serde_json::Value;

use crate::{
    clock::TargetClock,
    drivers::{Answer, Control},
    things::Things,
};

/// Everything that a scenario knows of the sandbox itself.
#[derive(Debug)]
pub struct SandboxThings {
    /// The answers of the control plane to what the scenario asked, in order.
    pub answers: Vec<Answer>,
    /// Worlds by name, once there is more than one.
    pub worlds: Things<Place>,
    /// The definition of the scenario's own world, which further worlds begin with.
    pub(crate) definition: Value,
}

impl Default for SandboxThings {
    fn default() -> Self {
        Self { answers: Vec::new(), worlds: Things::of("a world"), definition: Value::Null }
    }
}

/// A world that a scenario may go to.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its control plane.
    pub control: Control,
    /// The sandbox's answer when it made the world: credentials and people.
    pub born: Value,
    /// The clock that its actors sign by.
    pub clock: Arc<TargetClock>,
}

//! Calls of a request, with which faults are compared.

use serde::{Deserialize, Serialize};

use crate::surface::Surface;

/// Operations that a request calls, found out without consuming anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestedCalls {
    /// Surface of the request.
    pub surface: Surface,
    /// Label of the credential that the request names.
    pub by: Option<String>,
    /// The operations; a single one with an empty name when the request cannot be read.
    pub calls: Vec<Call>,
}

impl RequestedCalls {
    /// Leaves out names longer than any that a fault can match, since clients may send anything and
    /// the journal records this.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        const LONGEST: usize = 128;
        for call in &mut self.calls {
            call.entities.retain(|entity| entity.len() <= LONGEST);
        }
        self.calls.retain(|call| call.operation.len() <= LONGEST);
        self
    }
}

/// A call of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Name of the operation.
    pub operation: String,
    /// Entities that the call names, `<type>:<id>`.
    pub entities: Vec<String>,
    /// Named errors that can strike the call, among those ordered in the world.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
}

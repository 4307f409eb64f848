//! The fault of a request.

use crate::world::faults::ChosenFault;

/// The fault that was chosen for a request. A named error waits until the surface asks for it.
pub(super) struct RequestFault {
    /// The fault, and the operations of the request that it strikes.
    pub(super) chosen: ChosenFault,
    /// Whether it has acted.
    pub(super) acted: bool,
}

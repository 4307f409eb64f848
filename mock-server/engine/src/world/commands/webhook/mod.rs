//! Commands on webhook receivers, and on the results of deliveries (ER 8.17 to 8.19, 11; SB 11).

mod delivery;
mod pause;
mod probe;
mod receiver;
mod recover;
mod secret;

pub use delivery::{AcknowledgeDelivery, RecordAttempt, Resend};
pub use pause::{PauseReceiver, ReleaseDeliveries, SwitchOffReceiver};
pub use probe::ProbeReceiver;
pub use receiver::{ChangeReceiver, Subscribe, Unsubscribe};
pub use recover::RecoverDeliveries;
pub use secret::RotateWebhookSecret;

/// Reason why a receiver was not added or changed, or a delivery not tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiverError {
    /// No party whose events could be delivered, or not the caller's: callers must not be able to
    /// tell.
    #[error("the caller has no such thing")]
    NotYours,
    /// Missing, or another party's.
    #[error("no such subscription")]
    Unknown,
    /// There are as many receivers as there may be.
    #[error("there are too many receivers")]
    TooMany,
    /// The receiver of a delivery was removed, or unsubscribed.
    #[error("the receiver was removed")]
    Removed,
    /// The event of the delivery was taken back by a return to a snapshot.
    #[error("its event was taken back by a return to a snapshot")]
    TakenBack,
    /// The delivery with this number is not held back for the receiver, or named twice.
    #[error("delivery d-{0} is not held back for this receiver, or is named twice")]
    NotHeld(u64),
    /// Nothing has happened that a probe could be made of.
    #[error("the receiver has had no such delivery yet; let something happen first")]
    NothingYet,
    /// More deliveries would wait than there may be.
    #[error("more than {0} deliveries would wait")]
    TooManyDeliveries(usize),
    /// As many old secrets are still in use as there may be.
    #[error("{0} old secrets are still in use")]
    TooManySecrets(usize),
}

//! Commands on webhook receivers, and on the results of deliveries (ER 8.17 to 8.19, 11; SB 11).

mod delivery;
mod receiver;

pub use delivery::{AcknowledgeDelivery, RecordAttempt, Resend};
pub use receiver::{PauseReceiver, Subscribe, Unsubscribe};

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
}

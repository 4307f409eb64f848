//! Reasons why nothing more is recorded.

/// Reason why a command was not journalled. The world is unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// The journal has its maximum of records.
    #[error("the journal holds {0} records, as many as --journal-records allows")]
    Records(u64),
    /// The record would exceed the maximum of bytes.
    #[error("one more record would make it more than the {0} bytes that --journal-bytes allows")]
    Bytes(u64),
    /// Receivers would have to be notified, and the outbox has its maximum of waiting deliveries.
    #[error("{0} deliveries wait for their receivers, as many as a world keeps")]
    Deliveries(u64),
    /// The storage takes no records: its disk is full, or has failed.
    #[error("the journal file cannot be written; the server tries again every second")]
    Storage,
}

impl Unavailable {
    /// The limit that was reached, in records, bytes or deliveries; none when it is none.
    pub fn limit(self) -> Option<u64> {
        match self {
            Self::Records(limit) | Self::Bytes(limit) | Self::Deliveries(limit) => Some(limit),
            Self::Storage => None,
        }
    }

    /// Flag that sets the limit; none when it is fixed.
    pub fn flag(self) -> Option<&'static str> {
        match self {
            Self::Records(_) => Some("--journal-records"),
            Self::Bytes(_) => Some("--journal-bytes"),
            Self::Deliveries(_) | Self::Storage => None,
        }
    }
}

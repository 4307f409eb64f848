//! Deliveries: one event for one receiver, and its state (SB 11).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantNames};
use utoipa::ToSchema;

use super::{Attempt, Trigger};

/// Delivery of one event to one receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Number in its world, from 1; shown as `d-<n>`.
    pub number: u64,
    /// Number of the receiver.
    pub receiver: u64,
    /// Index of the event in the world's events, from 0.
    pub event: usize,
    /// `dlv_…`, on surfaces whose deliveries have ids of their own.
    pub message_id: Option<String>,
    /// Oddity of a delivery that is a probe.
    pub probe: Option<ProbeKind>,
    /// State of the delivery.
    pub state: DeliveryState,
    /// Attempts that have ended, in that order.
    pub attempts: Vec<Attempt>,
    /// World time at which the next attempt is due; none when no further one is planned.
    pub next_at: Option<Timestamp>,
    /// World time at which it was made.
    pub created_at: Timestamp,
    /// Number of attempts that were started.
    pub begun: u64,
    /// Attempts in flight, by their number from 1.
    pub under_way: BTreeMap<u64, Begun>,
}

/// An attempt in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// Number of attempts of the world that were started before.
    pub(super) start: u64,
    /// World time at which it was due.
    pub at: Timestamp,
    /// Reason for the attempt.
    pub trigger: Trigger,
    /// True when it goes out behind the attempts to the same address that were started before.
    pub in_order: bool,
}

/// The oddity of a delivery.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ProbeKind {
    /// The signature, or the seal, does not fit.
    BadSignature,
    /// The timestamp is ten minutes old; the signature fits it.
    OldTimestamp,
    /// The type of the event is one that no document names.
    UnknownType,
    /// A delivery that was acknowledged comes again.
    Duplicate,
}

/// An attempt in flight: the number of its delivery, and its own.
pub type Ticket = (u64, u64);

/// State of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeliveryState {
    /// No attempt has ended yet.
    Queued,
    /// Attempts have failed, and another one is planned.
    Retrying,
    /// The receiver is paused.
    Held,
    /// The receiver has acknowledged it.
    Delivered,
    /// All attempts have failed.
    Failed,
    /// The receiver was removed before it acknowledged.
    Canceled,
}

impl DeliveryState {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Queued, Self::Retrying, Self::Held, Self::Delivered, Self::Failed, Self::Canceled];

    /// Word for the state.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Retrying => "retrying",
            Self::Held => "held",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// True when no attempt is to come although none was acknowledged.
    pub(super) fn is_lost(self) -> bool {
        match self {
            Self::Failed | Self::Canceled => true,
            Self::Queued | Self::Retrying | Self::Held | Self::Delivered => false,
        }
    }

    /// True when attempts are still to come.
    pub fn is_waiting(self) -> bool {
        match self {
            Self::Queued | Self::Retrying | Self::Held => true,
            Self::Delivered | Self::Failed | Self::Canceled => false,
        }
    }
}

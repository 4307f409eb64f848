//! Duties of projects (ER 16.1).

mod acknowledgements;
mod idempotency;
mod orders;
mod payloads;
mod replays;
mod request;

use super::Envelope;
use crate::{
    client_duties::{ClientDuties, Duty, DutyList},
    gate::Door,
};
use request::EnvelopeRequest;

/// The duties, in the order of the register.
pub(super) static DUTIES: &dyn ClientDuties = &DutyList::<EnvelopeRequest> {
    surface: Envelope::SURFACE,
    read: EnvelopeRequest::read,
    duties: &[
        Duty {
            id: "ER-CLIENT-01",
            occasion: "a request that is sent again",
            detector: || Box::<replays::Replays>::default(),
        },
        Duty {
            id: "ER-CLIENT-02",
            occasion: "an order that is asked for again after a lost answer or a 5xx",
            detector: || Box::<idempotency::SameKey>::default(),
        },
        Duty {
            id: "ER-CLIENT-03",
            occasion: "two orders on one endpoint",
            detector: || Box::<idempotency::OwnKey>::default(),
        },
        Duty {
            id: "ER-CLIENT-04",
            occasion: "a payload with fields",
            detector: || Box::<payloads::AtRoot>::default(),
        },
        Duty {
            id: "ER-CLIENT-05",
            occasion: "a payload with a timestamp of today",
            detector: || Box::<payloads::Unit>::default(),
        },
        Duty {
            id: "ER-CLIENT-06",
            occasion: "the use of a card after an order for it",
            detector: || Box::<orders::Orders>::default(),
        },
        Duty {
            id: "ER-CLIENT-07",
            occasion: "a delivery that the receiver answers with 2xx",
            detector: || Box::<acknowledgements::Acknowledgements>::default(),
        },
    ],
};

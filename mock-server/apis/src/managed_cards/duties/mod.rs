//! Duties of clients of managed cards (MC 19.1).

mod deliveries;
mod expired_tokens;

use std::sync::Arc;

use super::ManagedCards;
use crate::{
    client_duties::{ClientDuties, Duty, DutyList},
    gate::Door,
    log::Entry,
};

/// The duties, in the order of the register.
pub(super) static DUTIES: &dyn ClientDuties = &DutyList::<Arc<Entry>> {
    surface: ManagedCards::SURFACE,
    read: |entry, _| entry.clone(),
    duties: &[
        Duty {
            id: "MC-CLIENT-01",
            occasion: "a token that is refused because it has expired",
            detector: || Box::<expired_tokens::ExpiredTokens>::default(),
        },
        Duty {
            id: "MC-CLIENT-02",
            occasion: "an answer of the receiver to a probe with a bad signature",
            detector: || Box::<deliveries::BadSignatures>::default(),
        },
        Duty {
            id: "MC-CLIENT-03",
            occasion: "a delivery that comes again after it was acknowledged",
            detector: || Box::<deliveries::Duplicates>::default(),
        },
    ],
};

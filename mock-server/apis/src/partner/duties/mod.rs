//! Duties of partners (PG 19), a file for each kind of mistake.

mod approval;
mod clock;
mod documents;
mod expiry_forms;
mod leaked_secrets;
mod lost_answers;
mod refused_again;
mod replaced_cards;
mod request;
mod retries;
mod rotation;
mod series;
mod sessions;
mod signed_bytes;

use super::Partner;
use crate::{
    client_duties::{ClientDuties, Duty, DutyList},
    gate::Door,
};
use request::PartnerRequest;
use series::AfterSeries;

/// The duties, in the order of the register.
pub(super) static DUTIES: &dyn ClientDuties = &DutyList::<PartnerRequest> {
    surface: Partner::SURFACE,
    read: PartnerRequest::read,
    duties: &[
        Duty {
            id: "PG-CLIENT-01",
            occasion: "a request that is answered with 503",
            detector: || Box::new(AfterSeries::new(retries::sends_again)),
        },
        Duty {
            id: "PG-CLIENT-02",
            occasion: "a retry after a 503",
            detector: || Box::new(AfterSeries::new(retries::starts_at_one_second)),
        },
        Duty {
            id: "PG-CLIENT-03",
            occasion: "two retries after 503s in a row",
            detector: || Box::new(AfterSeries::new(retries::backs_off)),
        },
        Duty {
            id: "PG-CLIENT-04",
            occasion: "a pause that would reach 32 s, about the sixth 503 in a row",
            detector: || Box::new(AfterSeries::new(retries::caps_its_pauses)),
        },
        Duty {
            id: "PG-CLIENT-05",
            occasion: "a request that is answered with 503 however often it is sent",
            detector: || Box::new(AfterSeries::new(retries::stops)),
        },
        Duty {
            id: "PG-CLIENT-06",
            occasion: "a retry after a 503",
            detector: || Box::new(AfterSeries::new(retries::signs_anew)),
        },
        Duty {
            id: "PG-CLIENT-07",
            occasion: "a signed request that is answered with 401",
            detector: || Box::<refused_again::RefusedAgain>::default(),
        },
        Duty {
            id: "PG-CLIENT-08",
            occasion: "a request with a timestamp",
            detector: || Box::<clock::Unit>::default(),
        },
        Duty {
            id: "PG-CLIENT-09",
            occasion: "a request with a timestamp in milliseconds",
            detector: || Box::<clock::Skew>::default(),
        },
        Duty {
            id: "PG-CLIENT-10",
            occasion: "a signed request",
            detector: || Box::<signed_bytes::SignedBytes>::default(),
        },
        Duty {
            id: "PG-CLIENT-11",
            occasion: "a request under a key of the world",
            detector: || Box::<leaked_secrets::LeakedSecrets>::default(),
        },
        Duty {
            id: "PG-CLIENT-12",
            occasion: "an operation that uses an encryption session",
            detector: || Box::<sessions::Fresh>::default(),
        },
        Duty {
            id: "PG-CLIENT-13",
            occasion: "an operation that uses an encryption session",
            detector: || Box::<sessions::MadeInTime>::default(),
        },
        Duty {
            id: "PG-CLIENT-14",
            occasion: "a mutation whose answer is lost",
            detector: || Box::<lost_answers::LostAnswers>::default(),
        },
        Duty {
            id: "PG-CLIENT-15",
            occasion: "reveals of an expiry as text and of one as object, and the exit status of \
                       the client's run in ?exit",
            detector: || Box::<expiry_forms::ExpiryForms>::default(),
        },
        Duty {
            id: "PG-CLIENT-16",
            occasion: "requests after a card was replaced",
            detector: || Box::<replaced_cards::ReplacedCards>::default(),
        },
        Duty {
            id: "PG-CLIENT-17",
            occasion: "a createCard",
            detector: || Box::<approval::Approval>::default(),
        },
        Duty {
            id: "PG-CLIENT-18",
            occasion: "a mutation",
            detector: || Box::<documents::Blocked>::default(),
        },
        Duty {
            id: "PG-CLIENT-19",
            occasion: "a query of AgioCard_card or AgioCard_vw_card",
            detector: || Box::<documents::UserIds>::default(),
        },
        Duty {
            id: "PG-CLIENT-20",
            occasion: "a request under a key of the world",
            detector: || Box::<rotation::Rotation>::default(),
        },
    ],
};

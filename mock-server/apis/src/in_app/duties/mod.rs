//! Duties of clients of the app's API (AG 12.1).

mod polling;
mod quotes;
mod request;
mod withdrawals;

use super::InApp;
use crate::{
    client_duties::{ClientDuties, Duty, DutyList},
    gate::Door,
};
use request::InAppRequest;

/// The duties, in the order of the register.
pub(super) static DUTIES: &dyn ClientDuties = &DutyList::<InAppRequest> {
    surface: InApp::SURFACE,
    read: InAppRequest::read,
    duties: &[
        Duty {
            id: "AG-CLIENT-01",
            occasion: "a cardWithdraw that is answered with retryAfterSec",
            detector: || Box::<withdrawals::Withdrawals>::default(),
        },
        Duty {
            id: "AG-CLIENT-02",
            occasion: "a smartWalletExecuteSwapQuote that is refused because the quote has expired",
            detector: || Box::<quotes::Quotes>::default(),
        },
        Duty {
            id: "AG-CLIENT-03",
            occasion: "two reads of AgioCard_card_application in a row",
            detector: || Box::<polling::Polling>::default(),
        },
    ],
};

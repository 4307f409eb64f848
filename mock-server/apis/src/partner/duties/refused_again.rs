//! Requests that were answered with 401 and came again unchanged (PG-CLIENT-07).

use axum::http::StatusCode;

use super::request::{Mark, PartnerRequest};
use crate::client_duties::{Detector, History, Refusals, Tally};

/// The duty that a signed request which was answered with 401 does not come again.
#[derive(Default)]
pub(super) struct RefusedAgain {
    refused: Refusals<Mark>,
    tally: Tally,
}

impl Detector<PartnerRequest> for RefusedAgain {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        let Some(mark) = request.signed else { return };
        if let Some(first) = self.refused.again(&mark) {
            let says = format!("request {first} was answered with 401 and came again unchanged");
            self.tally.missed(&[first, request.n], says);
        } else if request.status == Some(StatusCode::UNAUTHORIZED) {
            self.refused.note(mark, request.n);
        }
    }

    fn finish(mut self: Box<Self>, _: &History) -> Tally {
        self.refused.left_alone().iter().for_each(|n| self.tally.met(&[*n]));
        self.tally
    }
}

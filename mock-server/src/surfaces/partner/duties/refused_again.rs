//! Requests that were answered with 401 and came again unchanged (PG-CLIENT-07).

use std::collections::BTreeMap;

use axum::http::StatusCode;

use super::request::{Mark, PartnerRequest};
use crate::surfaces::client_duties::{Detector, History, Tally};

/// Signed requests that were answered with 401.
#[derive(Default)]
pub(super) struct RefusedAgain {
    /// Of each mark, the first request that was refused, and whether it came again.
    refused: BTreeMap<Mark, (u64, bool)>,
    tally: Tally,
}

impl Detector<PartnerRequest> for RefusedAgain {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        let Some(mark) = request.signed else { return };
        match self.refused.get_mut(&mark) {
            Some((first, again)) => {
                *again = true;
                let says =
                    format!("request {first} was answered with 401 and came again unchanged");
                self.tally.missed(&[*first, request.n], says);
            }
            None if request.status == Some(StatusCode::UNAUTHORIZED) => {
                self.refused.insert(mark, (request.n, false));
            }
            None => {}
        }
    }

    fn finish(mut self: Box<Self>, _: &History) -> Tally {
        let mut kept: Vec<_> =
            self.refused.values().filter(|one| !one.1).map(|one| one.0).collect();
        kept.sort_unstable();
        kept.iter().for_each(|n| self.tally.met(&[*n]));
        self.tally
    }
}

//! Access tokens that have expired (MC-CLIENT-01).

use std::sync::Arc;

use crate::{
    client_duties::{Detector, History, Refusals, Tally},
    crypto::digest::sha256,
    log::{Entry, Reason},
    user_token::{AUTHORIZATION, bare},
};

/// The duty that an expired token is not sent again.
#[derive(Default)]
pub(super) struct ExpiredTokens {
    refused: Refusals<[u8; 32]>,
    tally: Tally,
}

impl Detector<Arc<Entry>> for ExpiredTokens {
    fn see(&mut self, entry: &Arc<Entry>, _: &History) {
        let Some(header) = entry.request.head.header(AUTHORIZATION) else { return };
        let mark = sha256(bare(header));
        if let Some(first) = self.refused.again(&mark) {
            let says = format!("the token that had expired in request {first} came again");
            self.tally.missed(&[first, entry.n], says);
        } else if entry.reason() == Some(Reason::TokenExpired) {
            self.refused.note(mark, entry.n);
        }
    }

    fn finish(mut self: Box<Self>, _: &History) -> Tally {
        self.refused.left_alone().iter().for_each(|n| self.tally.met(&[*n]));
        self.tally
    }
}

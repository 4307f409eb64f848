//! Access tokens that have expired (MC-CLIENT-01).

use std::{collections::BTreeMap, sync::Arc};

use sha2::{Digest, Sha256};

use crate::{
    log::{Entry, Reason},
    surfaces::{
        client_duties::{Detector, History, Tally},
        user_token::{AUTHORIZATION, bare},
    },
};

/// The duty that an expired token is not sent again.
#[derive(Default)]
pub(super) struct ExpiredTokens {
    /// Of each token that was refused, the request, and whether it came again.
    refused: BTreeMap<[u8; 32], (u64, bool)>,
    tally: Tally,
}

impl Detector<Arc<Entry>> for ExpiredTokens {
    fn see(&mut self, entry: &Arc<Entry>, _: &History) {
        let Some(header) = entry.request.head.header(AUTHORIZATION) else { return };
        let mark = Sha256::digest(bare(header)).into();
        match self.refused.get_mut(&mark) {
            Some((first, again)) => {
                *again = true;
                let says = format!("the token that had expired in request {first} came again");
                self.tally.missed(&[*first, entry.n], says);
            }
            None if entry.reason() == Some(Reason::TokenExpired) => {
                self.refused.insert(mark, (entry.n, false));
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

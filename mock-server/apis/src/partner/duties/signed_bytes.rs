//! Bodies that are not the ones that were signed (PG-CLIENT-10).

use super::{super::doctor, request::PartnerRequest};
use crate::{
    client_duties::{Detector, History, Tally},
    log::{Certainty, Reason},
};

/// The duty, as the doctor's causes name it.
const DUTY: &str = "PG-CLIENT-10";

/// The duty that the body received is the body that was signed. The doctor of refused signatures finds
/// out: it writes the body in other ways until the signature fits. It reads at most 256 MiB for one
/// report; what it did not get to is left to the next one.
#[derive(Default)]
pub(super) struct SignedBytes(Tally);

impl Detector<PartnerRequest> for SignedBytes {
    fn see(&mut self, request: &PartnerRequest, history: &History) {
        if request.is_authentic() {
            self.0.met(&[request.n]);
            return;
        }
        if !matches!(request.reason, Some(Reason::Signature | Reason::Timestamp)) {
            return;
        }
        let found = request.entry.diagnoses(&history.redaction).unwrap_or_default();
        let breaks = |cause: &str| {
            doctor::CAUSES.iter().any(|one| one.name == cause && one.duty == Some(DUTY))
        };
        let proved =
            found.iter().find(|one| one.certainty() == Certainty::Proved && breaks(one.cause));
        if let Some(found) = proved {
            self.0.missed(&[request.n], format!("{}: {}", found.cause, found.says));
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

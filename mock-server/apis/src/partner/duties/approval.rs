//! Cards that are asked for before the application is approved (PG-CLIENT-17).

use serde_json::Value;

use super::{super::schema::WORDS, request::PartnerRequest};
use crate::{
    card_graphql::OperationError,
    client_duties::{Detector, History, Tally},
    log::Reason,
    programs::collateral::Refusal,
};

/// The duty that cards are created on approved applications only. The member `error` of the answer tells,
/// which has one sentence for an application in another state; a document that does not ask for it
/// is not judged.
#[derive(Default)]
pub(super) struct Approval(Tally);

/// The sentence for an application that is not approved.
fn too_early() -> String {
    OperationError::from(Refusal::ApplicationNotApproved).coded(&WORDS).message
}

impl Detector<PartnerRequest> for Approval {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        for call in request.calls.iter().filter(|call| call.name == "createCard") {
            let said = call.member("error").and_then(Value::as_str);
            match call.reason {
                Some(Reason::Ok) => self.0.met(&[request.n]),
                Some(Reason::Business) if said == Some(&too_early()) => {
                    let says = "createCard was sent before the application was approved";
                    self.0.missed(&[request.n], says);
                }
                _ => {}
            }
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

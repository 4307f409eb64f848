//! Quotes that have expired (AG-CLIENT-02).

use std::collections::BTreeMap;

use serde_json::Value;

use super::{super::names::RAIN, request::InAppRequest};
use crate::{
    card_graphql::{OperationError, SeenCall, each},
    client_duties::{Detector, History, Tally},
    log::Reason,
    programs::collateral::Refusal,
};

/// Code of the refusal of an expired quote.
const EXPIRED: &str = "QUOTE_EXPIRED";

/// The duty that an expired quote is left alone.
#[derive(Default)]
pub(super) struct Quotes {
    /// Of each expired quote, the request that was told so, and whether the quote was executed
    /// again.
    expired: BTreeMap<i64, (u64, bool)>,
    tally: Tally,
}

/// True when a call was told that its quote has expired: by the code, or by the text.
fn was_told(call: &SeenCall) -> bool {
    let text = OperationError::from(Refusal::QuoteExpired).coded(&RAIN).message;
    let mut told = false;
    each("", &call.value, &mut |_, value: &Value| {
        told = told || value.as_str().is_some_and(|said| said == EXPIRED || said == text);
    });
    told && call.reason == Some(Reason::Business)
}

impl Detector<InAppRequest> for Quotes {
    fn see(&mut self, request: &InAppRequest, _: &History) {
        let calls = request.calls.iter().filter(|call| call.name == "smartWalletExecuteSwapQuote");
        for call in calls {
            let Some(quote) = call.argument("quoteId").and_then(Value::as_i64) else { continue };
            match self.expired.get_mut(&quote) {
                Some((first, again)) => {
                    *again = true;
                    let says = "an expired quote was executed again";
                    self.tally.missed(&[*first, request.n], says);
                }
                None if was_told(call) && !request.is_lost => {
                    self.expired.insert(quote, (request.n, false));
                }
                None => {}
            }
        }
    }

    fn finish(mut self: Box<Self>, _: &History) -> Tally {
        let mut kept: Vec<_> =
            self.expired.values().filter(|one| !one.1).map(|one| one.0).collect();
        kept.sort_unstable();
        kept.iter().for_each(|n| self.tally.met(&[*n]));
        self.tally
    }
}

//! Cards that were replaced (PG-CLIENT-16).

use std::collections::BTreeMap;

use serde_json::Value;

use super::request::PartnerRequest;
use crate::{
    client_duties::{Detector, History, Tally},
    log::Reason,
};

/// Members that name a card by its internal id.
const NAMES: [&str; 4] = ["id", "cardId", "internal_id", "card_internal_id"];

/// The duty that a client leaves a card alone that it has replaced.
#[derive(Default)]
pub(super) struct ReplacedCards {
    /// Replaced cards by caller and id.
    replaced: BTreeMap<(String, i64), Replaced>,
    tally: Tally,
}

/// One replacement.
struct Replaced {
    n: u64,
    went_on: bool,
    is_used: bool,
}

impl Detector<PartnerRequest> for ReplacedCards {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        let by = request.by.clone().unwrap_or_default();
        let ours = self.replaced.iter_mut().filter(|((owner, _), _)| *owner == by);
        for ((_, id), replaced) in ours.filter(|_| !request.calls.is_empty()) {
            replaced.went_on = true;
            for call in &request.calls {
                let mut names = false;
                call.each_argument(&mut |name, value: &Value| {
                    names = names || (NAMES.contains(&name) && value.as_i64() == Some(*id));
                });
                let both = [replaced.n, request.n];
                if names && call.is_mutation {
                    replaced.is_used = true;
                    let says = format!("the card that request {} replaced was changed", replaced.n);
                    self.tally.missed(&both, says);
                } else if names {
                    self.tally.remark(format!(
                        "request {} read the card that request {} replaced",
                        request.n, replaced.n
                    ));
                }
            }
        }
        let replaces = |name: &str| matches!(name, "replaceCard" | "replaceVirtualCard");
        for call in request.calls.iter().filter(|call| replaces(&call.name)) {
            let id = call.argument("cardId").and_then(Value::as_i64);
            if let (Some(id), Some(Reason::Ok)) = (id, call.reason) {
                let replaced = Replaced { n: request.n, went_on: false, is_used: false };
                self.replaced.entry((by.clone(), id)).or_insert(replaced);
            }
        }
    }

    fn finish(mut self: Box<Self>, _: &History) -> Tally {
        let mut kept: Vec<_> = self
            .replaced
            .values()
            .filter(|one| one.went_on && !one.is_used)
            .map(|one| one.n)
            .collect();
        kept.sort_unstable();
        kept.iter().for_each(|n| self.tally.met(&[*n]));
        self.tally
    }
}

//! Orders that are under way (ER-CLIENT-06).

use std::collections::BTreeMap;

use super::request::{EnvelopeRequest, Mark, mark};
use crate::client_duties::{Detector, History, Tally};

/// Operations that use a card.
const USES: [&str; 3] = ["/cards/details", "/cards/topup", "/cards/freeze"];

/// Operations that are answered with an order.
const ORDERS: [&str; 5] =
    ["/cards/create", "/cards/topup", "/cards/freeze", "/cards/unfreeze", "/orders/check"];

/// The duty that a card is used only when its order was seen to have ended.
#[derive(Default)]
pub(super) struct Orders {
    /// The latest order of each card, by caller.
    latest: BTreeMap<Mark, Order>,
    tally: Tally,
}

/// An order, as its client knows it.
struct Order {
    id: Mark,
    placed: u64,
    /// The request whose answer showed that it has ended.
    ended: Option<u64>,
}

impl Orders {
    /// Notes the order that a request was answered with.
    fn note(&mut self, by: &str, request: &EnvelopeRequest) {
        let shown = (request.of_order("order_id"), request.of_order("card_id"));
        let (Some(order), Some(card)) = shown else { return };
        let has_ended = matches!(request.of_order("status"), Some("completed" | "failed"));
        let ended = has_ended.then_some(request.n);
        let id = mark(order);
        let card = mark(&format!("{by} {card}"));
        match self.latest.get_mut(&card) {
            Some(known) if known.id == id => known.ended = known.ended.or(ended),
            // A read of an older order tells nothing of the latest one.
            Some(_) if request.path() == "/orders/check" => {}
            _ => drop(self.latest.insert(card, Order { id, placed: request.n, ended })),
        }
    }
}

impl Detector<EnvelopeRequest> for Orders {
    fn see(&mut self, request: &EnvelopeRequest, _: &History) {
        let Some(by) = request.by.clone() else { return };
        // The repetition of an order under its key reads the order.
        let is_use = USES.contains(&request.path()) && !request.is_repeated;
        let card = request.text("card_id").filter(|_| is_use);
        if let Some(order) = card.and_then(|card| self.latest.get(&mark(&format!("{by} {card}")))) {
            match order.ended {
                Some(read) => self.tally.met(&[order.placed, read, request.n]),
                None => {
                    let says = format!(
                        "{} was sent before the order of request {} was seen to have ended",
                        request.path(),
                        order.placed
                    );
                    self.tally.missed(&[order.placed, request.n], says);
                }
            }
        }
        if ORDERS.contains(&request.path()) && !request.is_lost {
            self.note(&by, request);
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}

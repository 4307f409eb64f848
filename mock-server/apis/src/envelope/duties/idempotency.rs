//! Keys of orders: the same for one order, another for another (ER-CLIENT-02, 03).

use std::collections::BTreeMap;

use super::request::{EnvelopeRequest, Mark, mark};
use crate::client_duties::{Detector, History, Tally};

/// Operations that an `Idempotency-Key` makes safe to repeat.
const ORDERS: [&str; 2] = ["/cards/create", "/cards/topup"];

/// The duty that an order that failed or whose answer was lost is asked for again under its key.
#[derive(Default)]
pub(super) struct SameKey {
    /// Of each order that failed, the request and its key.
    failed: BTreeMap<Mark, (u64, Mark)>,
    tally: Tally,
}

impl Detector<EnvelopeRequest> for SameKey {
    fn see(&mut self, request: &EnvelopeRequest, _: &History) {
        let Some(order) = request.mark().filter(|_| ORDERS.contains(&request.path())) else {
            return;
        };
        if let Some((first, key)) = self.failed.remove(&order) {
            match request.key {
                Some(again) if again == key => self.tally.met(&[first, request.n]),
                Some(_) => {
                    let says = format!("request {first} was sent again under another key");
                    self.tally.missed(&[first, request.n], says);
                }
                None => {
                    let says = format!("request {first} was sent again without its key");
                    self.tally.missed(&[first, request.n], says);
                }
            }
        }
        if let Some(key) = request.key.filter(|_| request.has_failed) {
            self.failed.insert(order, (request.n, key));
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}

/// The duty that each order has a key of its own.
#[derive(Default)]
pub(super) struct OwnKey {
    /// Of each key on an endpoint, its first request and the order.
    keys: BTreeMap<Mark, (u64, Mark)>,
    /// Endpoints on which there was an order, by caller.
    endpoints: BTreeMap<(String, &'static str), ()>,
    tally: Tally,
}

impl Detector<EnvelopeRequest> for OwnKey {
    fn see(&mut self, request: &EnvelopeRequest, _: &History) {
        let Some(order) = request.mark().filter(|_| ORDERS.contains(&request.path())) else {
            return;
        };
        let (Some(by), Some(key)) = (&request.by, request.key) else { return };
        let place = mark(&format!("{by} {} {}", request.path(), hex::encode(key)));
        match self.keys.get(&place) {
            Some((first, known)) if *known != order => {
                let says = format!("the key of request {first} came with other fields");
                self.tally.missed(&[*first, request.n], says);
            }
            Some(_) => {}
            None => {
                self.keys.insert(place, (request.n, order));
                if self.endpoints.insert((by.clone(), request.path()), ()).is_some() {
                    self.tally.met(&[request.n]);
                }
            }
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.tally
    }
}

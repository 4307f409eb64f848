//! Fields that a partner leaves alone: blocked mutations, and `user_id` of cards (PG-CLIENT-18, 19).

use serde_json::Value;

use super::{super::permissions::is_blocked, request::PartnerRequest};
use crate::{
    card_graphql::each,
    client_duties::{Detector, History, Tally},
};

/// The duty that no blocked mutation is called.
#[derive(Default)]
pub(super) struct Blocked(Tally);

impl Detector<PartnerRequest> for Blocked {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        let is_named =
            |name: &str| super::super::schema::operations().iter().any(|one| one == name);
        for call in request.mutations().filter(|call| is_named(&call.name)) {
            match is_blocked(&call.name) {
                true => self.0.missed(&[request.n], format!("{} was called", call.name)),
                false => self.0.met(&[request.n]),
            }
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

/// Tables of cards.
const CARDS: [&str; 2] = ["AgioCard_card", "AgioCard_vw_card"];

/// Endings of the fields that read a table.
const ENDINGS: [&str; 3] = ["", "_aggregate", "_by_pk"];

/// The duty that no condition on cards is about `user_id`, which is null for the cards of partners.
#[derive(Default)]
pub(super) struct UserIds(Tally);

impl Detector<PartnerRequest> for UserIds {
    fn see(&mut self, request: &PartnerRequest, _: &History) {
        let reads_cards = |name: &str| {
            let tables = CARDS.iter().filter_map(|table| name.strip_prefix(table));
            tables.into_iter().any(|ending| ENDINGS.contains(&ending))
        };
        for call in request.calls.iter().filter(|call| reads_cards(&call.name)) {
            let mut asked = false;
            let condition = call.arguments.get("where").unwrap_or(&Value::Null);
            each("", condition, &mut |name, _| asked = asked || name == "user_id");
            match asked {
                true => {
                    let says = format!("{} was asked for by user_id", call.name);
                    self.0.missed(&[request.n], says);
                }
                false => self.0.met(&[request.n]),
            }
        }
    }

    fn finish(self: Box<Self>, _: &History) -> Tally {
        self.0
    }
}

//! Kinds of requests, and the cards that they ask about.

use std::cell::Cell;

use serde_json::Value;

use super::{
    door::Door,
    load::{CONNECTIONS, Connection},
    process::Server,
};

/// One kind of request.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    pub(crate) door: Door,
    /// Number of requests in a round.
    pub(crate) a_round: usize,
    /// Content of the nth request over a connection that has this card to itself: a GraphQL
    /// document, or the members of a sealed body.
    pub(crate) document: fn(card: i64, n: usize) -> String,
}

pub(crate) const SUBJECTS: &[Subject] = &[
    Subject {
        name: "freezeCard, unfreezeCard",
        door: Door::Signed,
        a_round: 2000,
        document: freeze,
    },
    Subject { name: "cardBalance", door: Door::Signed, a_round: 2000, document: balance },
    Subject { name: "100 cards, 10 columns", door: Door::Signed, a_round: 400, document: list },
    Subject { name: "introspection", door: Door::Key, a_round: 100, document: introspection },
    Subject { name: "users/get, sealed", door: Door::Sealed, a_round: 2000, document: user },
];

pub(crate) fn freeze(card: i64, n: usize) -> String {
    let action = if n.is_multiple_of(2) { "freezeCard" } else { "unfreezeCard" };
    format!("mutation {{ {action}(cardId: {card}) {{ success id cardId status error }} }}")
}

pub(crate) fn balance(card: i64, _: usize) -> String {
    format!(
        "{{ cardBalance(cardId: {card}) {{ success balance {{ creditLimit spendingPower \
         balanceDue }} error }} }}"
    )
}

pub(crate) fn list(_: i64, _: usize) -> String {
    "{ AgioCard_card(limit: 100) { id card_external_id card_type status last4 expiration_month \
     expiration_year limit_amount limit_frequency created_at } }"
        .to_owned()
}

fn user(_: i64, _: usize) -> String {
    r#""user_id":"ext-ada""#.to_owned()
}

fn introspection(_: i64, _: usize) -> String {
    include_str!("introspection.graphql").to_owned()
}

/// Cards to ask about, and a counter that makes every request unique.
pub(crate) struct Bench {
    cards: Vec<i64>,
    count: Cell<u64>,
}

impl Bench {
    /// Issues cards until the fixture's cardholder has `count` of them.
    pub(crate) fn with_cards(server: &Server, count: usize) -> Self {
        let mut bench = Self { cards: Vec::new(), count: Cell::new(0) };
        let mut connection = Connection::to(server.process.address);
        let mut ask = |document: &str| -> Value {
            let request = bench.request(document, Door::Signed);
            serde_json::from_slice(connection.ask(&request)).expect("JSON")
        };
        let found = ask("{ AgioCard_card_application(where: {application_status: {_eq: \
                         \"ACTIVE\"}}, limit: 1) { id } AgioCard_card { id } }");
        let application = &found["data"]["AgioCard_card_application"][0]["id"];
        let there = found["data"]["AgioCard_card"].as_array().map_or(0, Vec::len);
        let mut cards = Vec::new();
        for _ in there..count {
            let made = ask(&format!(
                "mutation {{ createCard(input: {{ cardApplicationId: {application}, cardType: \
                 virtual, limit: {{ amount: 50000, frequency: per30DayPeriod }} }}) {{ success id \
                 error }} }}"
            ));
            cards.push(made["data"]["createCard"]["id"].as_i64().expect("a card"));
        }
        bench.cards = cards;
        bench
    }

    /// Requests for one round, a share for each connection. The share is even, so that every frozen
    /// card is unfrozen again.
    pub(crate) fn requests(&self, subject: &Subject, count: usize) -> Vec<Vec<Vec<u8>>> {
        let share = |connection: usize| {
            let card = self.cards[connection * self.cards.len() / CONNECTIONS];
            let each = 0..(count / CONNECTIONS).next_multiple_of(2);
            each.map(|n| self.request(&(subject.document)(card, n), subject.door)).collect()
        };
        (0..CONNECTIONS).map(share).collect()
    }

    /// Length of the server's answer, in bytes.
    pub(crate) fn answer_bytes(&self, server: &Server, subject: &Subject) -> usize {
        let mut connection = Connection::to(server.process.address);
        let mut length = 0;
        for n in 0..2 {
            let document = (subject.document)(self.cards[0], n);
            length = connection.ask(&self.request(&document, subject.door)).len();
        }
        length
    }

    fn request(&self, content: &str, door: Door) -> Vec<u8> {
        let number = self.count.get();
        self.count.set(number + 1);
        door.request(content, number)
    }
}

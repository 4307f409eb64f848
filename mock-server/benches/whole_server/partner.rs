//! Requests of the partner surface.

use std::{
    cell::Cell,
    time::{SystemTime, UNIX_EPOCH},
};

use conformance::drivers::sign;
use serde_json::{Value, json};

use super::{
    load::{CONNECTIONS, Connection},
    process::Server,
};

pub(crate) const PATH: &str = "/partner/cards/graphql";
const TOKEN: &str = "ac3e0000-0000-4000-8000-000000000001";
/// What requests are signed with: the fixed credential of the default world.
pub(crate) const SECRET: &str = "sandbox-acme-client-secret";

/// One kind of request.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    pub(crate) signed: bool,
    /// How many a round has.
    pub(crate) a_round: usize,
    /// The document of the nth request over a connection that has this card to itself.
    pub(crate) document: fn(card: i64, n: usize) -> String,
}

pub(crate) const SUBJECTS: &[Subject] = &[
    Subject { name: "freezeCard, unfreezeCard", signed: true, a_round: 2000, document: freeze },
    Subject { name: "cardBalance", signed: true, a_round: 2000, document: balance },
    Subject { name: "100 cards, 10 columns", signed: true, a_round: 400, document: list },
    Subject { name: "introspection", signed: false, a_round: 100, document: introspection },
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

fn introspection(_: i64, _: usize) -> String {
    include_str!("introspection.graphql").to_owned()
}

/// Cards to ask about, and a number that no two requests share.
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
            let request = bench.request(document, true);
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

    /// Requests for one round, a share for each connection. Their number is even for each, so that
    /// whatever is frozen is unfrozen again.
    pub(crate) fn requests(&self, subject: &Subject, count: usize) -> Vec<Vec<Vec<u8>>> {
        let share = |connection: usize| {
            let card = self.cards[connection * self.cards.len() / CONNECTIONS];
            let each = 0..(count / CONNECTIONS).next_multiple_of(2);
            each.map(|n| self.request(&(subject.document)(card, n), subject.signed)).collect()
        };
        (0..CONNECTIONS).map(share).collect()
    }

    /// How long the server's answer is.
    pub(crate) fn answer_bytes(&self, server: &Server, subject: &Subject) -> usize {
        let mut connection = Connection::to(server.process.address);
        let mut length = 0;
        for n in 0..2 {
            let document = (subject.document)(self.cards[0], n);
            length = connection.ask(&self.request(&document, subject.signed)).len();
        }
        length
    }

    fn request(&self, document: &str, signed: bool) -> Vec<u8> {
        let number = self.count.get();
        self.count.set(number + 1);
        // A member that the server ignores makes every signature another one.
        let body =
            json!({"query": document, "extensions": {"n": format!("{number:09}")}}).to_string();
        let mut head = format!(
            "POST {PATH} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             x-agio-api-key: {TOKEN}\r\ncontent-length: {}\r\n",
            body.len()
        );
        if signed {
            let stamp = milliseconds().to_string();
            let signature = sign::hex(SECRET, &stamp, body.as_bytes());
            head += &format!("x-agio-timestamp: {stamp}\r\nx-agio-signature: {signature}\r\n");
        }
        format!("{head}\r\n{body}").into_bytes()
    }
}

fn milliseconds() -> u128 {
    #[expect(clippy::disallowed_methods, reason = "clients sign by the machine's clock")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis())
}

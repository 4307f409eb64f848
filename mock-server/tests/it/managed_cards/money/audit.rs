//! Everything that has to be true of the money at any moment, and of what is told of it.

use mock_server::{issuer::EventKind, programs::managed::Notice, world::clock::written};
use serde_json::{Value, json};

use super::{
    bank::{AUTHORIZATIONS, Bank, DISPUTES, money},
    model::{About, Cents, Purse},
};
use crate::managed_cards::user::CARDS;

fn shown(purse: Purse) -> [String; 3] {
    [purse.available, purse.held, purse.available + purse.held].map(money)
}

/// Members of an object as texts.
fn texts<const N: usize>(object: &Value, names: [&str; N]) -> [String; N] {
    names.map(|name| object[name].as_str().unwrap_or("none").to_owned())
}

fn cents(amount: &Value) -> Cents {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

const PURSE: [&str; 3] = ["available", "held", "total"];

impl Bank {
    pub(super) fn is_wallet(&self, wallet: &Value) {
        assert_eq!(texts(wallet, PURSE), shown(self.model.wallet));
    }

    pub(super) fn is_card(&self, at: usize, card: &Value) {
        let wanted = &self.model.cards[at];
        assert_eq!(card["reference"], self.cards[at]);
        assert_eq!(card["status"], wanted.status, "{card}");
        assert_eq!(texts(&card["balance"], PURSE), shown(wanted.purse), "{card}");
        assert!(wanted.purse.available >= 0 || wanted.may_owe);
        assert!(wanted.purse.held >= 0);
    }

    pub(super) fn is_authorization(&self, at: usize, shows: &Value) {
        let wanted = &self.model.authorizations[at];
        assert_eq!(shows["reference"], self.authorizations[at]);
        assert_eq!(shows["card"], self.cards[wanted.card]);
        let state = (shows["status"].as_str().unwrap(), shows["decline_reason"].as_str());
        assert_eq!(state, (wanted.status, wanted.reason), "{shows}");
        let amounts = ["amount", "held", "settled", "released", "over_settled"];
        let parts =
            [wanted.amount, wanted.held, wanted.settled, wanted.released, wanted.over_settled];
        assert_eq!(texts(shows, amounts), parts.map(money), "{shows}");
        assert_eq!(texts(&shows["card_balance"], PURSE), shown(wanted.noted), "{shows}");
        let sum: Cents =
            shows["settlements"].as_array().unwrap().iter().map(|one| cents(&one["amount"])).sum();
        assert_eq!(sum, wanted.settled, "{shows}");
        if wanted.status != "declined" {
            let [amount, held, settled, released, over] = parts;
            assert_eq!(held + settled + released, amount + over, "{shows}");
        }
    }

    pub(super) fn is_dispute(&self, at: usize, shows: &Value) {
        let wanted = &self.model.disputes[at];
        assert_eq!(shows["reference"], self.disputes[at]);
        assert_eq!(shows["authorization"], self.authorizations[wanted.authorization]);
        let credit = &shows["provisional_credit"];
        let given = if wanted.credit == "not_granted" { 0 } else { wanted.amount };
        assert_eq!(
            [&shows["status"], &shows["amount"], &credit["status"], &credit["amount"]],
            [wanted.status, &money(wanted.amount), wanted.credit, &money(given)],
            "{shows}"
        );
    }

    pub(super) fn is_operation(&self, at: usize, shows: &Value) {
        let wanted = &self.model.operations[at];
        let card = wanted.card.map(|card| self.cards[card].as_str());
        let paid_out = wanted.kind == "card_funding";
        let direction = if paid_out { "debit" } else { "credit" };
        assert_eq!(shows["card"].as_str(), card);
        assert_eq!(
            [&shows["type"], &shows["status"], &shows["amount"], &shows["direction"]],
            [wanted.kind, wanted.status, &money(wanted.amount), direction],
            "{shows}"
        );
    }

    /// Checks the wallet and all cards.
    pub(super) async fn audit(&self) {
        let wallets = self.list("/accounting/api/v1/wallets/?currency=USD").await;
        self.is_wallet(&wallets[0]);
        assert!(self.model.wallet.available >= 0 && self.model.wallet.held >= 0);
        let cards = self.list(CARDS).await;
        assert_eq!(cards.len(), self.cards.len(), "a card that nobody ordered");
        for (at, card) in cards.iter().rev().enumerate() {
            self.is_card(at, card);
        }
    }

    /// Checks everything that the user can read, and the events.
    pub(super) async fn audit_all(&self) {
        self.audit().await;
        let authorizations = self.list(AUTHORIZATIONS).await;
        assert_eq!(authorizations.len(), self.model.authorizations.len());
        for (at, one) in authorizations.iter().rev().enumerate() {
            self.is_authorization(at, one);
        }
        let disputes = self.list(DISPUTES).await;
        assert_eq!(disputes.len(), self.model.disputes.len());
        for (at, one) in disputes.iter().rev().enumerate() {
            self.is_dispute(at, one);
        }
        let operations = self.list("/accounting/api/v1/operations/").await;
        assert_eq!(operations.len(), self.model.operations.len(), "{operations:#?}");
        for (at, one) in operations.iter().rev().enumerate() {
            self.is_operation(at, one);
        }
        for (at, card) in self.cards.iter().enumerate() {
            self.adds_up(at, card).await;
        }
        self.is_conserved(&authorizations, &disputes, &operations);
        self.told().await;
    }

    /// Checks that the ledger of a card adds up to its balance, entry by entry.
    async fn adds_up(&self, at: usize, card: &str) {
        let entries = self.list(&format!("{CARDS}{card}/ledger/")).await;
        let (mut available, mut held) = (0, 0);
        for entry in entries.iter().rev() {
            available += cents(&entry["available_delta"]);
            held += cents(&entry["held_delta"]);
            let after = (cents(&entry["available_after"]), cents(&entry["held_after"]));
            assert_eq!(after, (available, held), "{entry}");
        }
        assert_eq!(Purse { available, held }, self.model.cards[at].purse);
    }

    /// Checks the sum over the world (MC 12), from what was answered.
    fn is_conserved(&self, authorizations: &[Value], disputes: &[Value], operations: &[Value]) {
        let settled: Cents = authorizations.iter().map(|one| cents(&one["settled"])).sum();
        let credits = disputes.iter().map(|one| &one["provisional_credit"]);
        let standing = credits.filter(|one| one["status"] == "granted" || one["status"] == "final");
        let standing: Cents = standing.map(|one| cents(&one["amount"])).sum();
        let paid = operations.iter().filter(|one| one["type"] == "dispute_credit");
        let paid: Cents = paid.map(|one| cents(&one["amount"])).sum();
        let purses = self.model.cards.iter().map(|card| card.purse).chain([self.model.wallet]);
        let purses: Cents = purses.map(|purse| purse.available + purse.held).sum();
        let sum = purses + settled - self.model.refunded - standing - paid;
        assert_eq!(sum, self.model.deposited, "money was made or lost");
    }

    /// Checks the events: their order, their things and the balances that they show.
    async fn told(&self) {
        let path = "/worlds/test/events?limit=1000";
        let listed = self.sandbox.control("GET", path, &json!(null)).await.json();
        let listed: Vec<_> = listed["items"].as_array().unwrap().to_vec();
        let ours = listed.iter().filter(|event| event["surface"] == "MC");
        let ours: Vec<_> = ours.map(|one| texts(one, ["at", "type", "entity"])).collect();
        let wanted = self.model.told.iter().map(|one| {
            let at = jiff::Timestamp::from_millisecond(one.at).unwrap();
            [written(at), one.name.to_owned(), self.entity(one.about)]
        });
        let wanted: Vec<_> = wanted.collect();
        if let Some(at) = (0..wanted.len()).find(|at| ours.get(*at) != wanted.get(*at)) {
            panic!("event {at}: {:?}, but not {:?}", ours.get(at), wanted[at]);
        }
        assert_eq!(ours.len(), wanted.len(), "{:?}", ours.last());
        let handle = self.sandbox.worlds.get("test").unwrap();
        let notices: Vec<Notice> = handle.read(|world| {
            let notice = |kind: &EventKind| match kind {
                EventKind::Managed(notice) => Some((**notice).clone()),
                EventKind::Collateral(_) | EventKind::Prepaid(_) => None,
            };
            world.events.iter().filter_map(|event| notice(&event.kind)).collect()
        });
        for (at, (notice, told)) in notices.iter().zip(&self.model.told).enumerate() {
            assert_eq!(notice.sequence, at as u64 + 1, "the numbers of events have no gaps");
            let what = serde_json::to_value(&notice.what).unwrap();
            let what = what.as_object().unwrap().values().next().unwrap();
            let balance = what.get("balance").unwrap_or(&what["card"]["balance"]);
            let purse = Purse {
                available: balance["available"].as_i64().unwrap(),
                held: balance["held"].as_i64().unwrap(),
            };
            assert_eq!(purse, told.purse, "{told:?}");
        }
    }

    fn entity(&self, about: About) -> String {
        match about {
            About::Wallet => format!("wallet:{}", self.wallet),
            About::Card(at) => format!("card:{}", self.cards[at]),
            About::Authorization(at) => format!("authorization:{}", self.authorizations[at]),
            About::Dispute(at) => format!("dispute:{}", self.disputes[at]),
        }
    }
}

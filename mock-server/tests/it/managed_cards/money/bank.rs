//! The server beside the model: every step goes to both, and both have to say the same.

use serde_json::{Value, json};

use super::{
    kept::Kept,
    model::{Authorization, Cents, Model, Refusal},
    steps::{Adapter, Call, Way},
};
use crate::{
    managed_cards::user::{CARDS, User},
    support::{START_MS, Sandbox},
};

/// The programs, whose adapters differ.
pub(super) const PROGRAMS: [&str; 4] =
    ["prg_ke_usd_instant", "prg_ke_usd_delayed", "prg_ke_usd_failing", "prg_ke_usd_review"];

pub(super) const AUTHORIZATIONS: &str = "/cards/api/v1/authorizations/";
pub(super) const DISPUTES: &str = "/cards/api/v1/disputes/";

/// The longest life of a token that the rules allow, in milliseconds.
pub(super) const TOKEN_TTL: i64 = 31_536_000_000;

pub(super) struct Bank {
    pub(super) sandbox: Sandbox,
    pub(super) model: Model,
    pub(super) access: String,
    pub(super) kept: Kept,
    pub(super) wallet: String,
    /// References of what the model has under the same numbers.
    pub(super) cards: Vec<String>,
    pub(super) authorizations: Vec<String>,
    pub(super) disputes: Vec<String>,
    /// Operations that the caller has begun: their numbers in the model and their references.
    pub(super) transfers: Vec<(usize, String)>,
}

/// An amount as the contract writes it.
pub(super) fn money(cents: Cents) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// A number that counts back from the newest of `count` things.
pub(super) fn recent(count: usize, back: usize) -> Option<usize> {
    (count > 0).then(|| count - 1 - back % count)
}

pub(super) fn is_held(one: &Authorization) -> bool {
    one.held > 0
}

pub(super) fn is_settled(one: &Authorization) -> bool {
    one.settled > 0
}

/// A body with an optional amount.
pub(super) fn some_amount(amount: Option<Cents>) -> Value {
    amount.map_or_else(|| json!({}), |cents| json!({ "amount": money(cents) }))
}

/// A body with the adapter of this call.
fn with_adapter(mut body: Value, adapter: Option<Adapter>) -> Value {
    if let Some(adapter) = adapter {
        body["sandbox"]["adapter"] = json!(adapter.word());
    }
    body
}

impl Bank {
    /// A world in which the user has two cards with money.
    pub(super) async fn new() -> Self {
        let rules = json!({"mc.token.access_ttl_ms": TOKEN_TTL, "mc.rate.limit": 0});
        let sandbox = Sandbox::with(json!({ "rules": rules })).await;
        let User { access, .. } = sandbox.holder("amara").await;
        let mut bank = Self {
            model: Model::new(START_MS, 500_000),
            kept: Kept::default(),
            wallet: String::new(),
            access,
            sandbox,
            cards: Vec::new(),
            authorizations: Vec::new(),
            disputes: Vec::new(),
            transfers: Vec::new(),
        };
        let wallets = bank.list("/accounting/api/v1/wallets/?currency=USD").await;
        wallets[0]["reference"].as_str().unwrap().clone_into(&mut bank.wallet);
        for _ in 0..2 {
            bank.call(&Call::Create(0, None), Way::Bare).await;
            bank.call(&Call::Fund(0, 20_000, None), Way::Bare).await;
        }
        bank
    }

    /// All items of a list, newest first.
    pub(super) async fn list(&self, path: &str) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let mark = if path.contains('?') { '&' } else { '?' };
            let page = format!("{path}{mark}limit=100{cursor}");
            let page = self.send("GET", &page, &[], None).await.json();
            items.extend(page["results"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }

    /// Runs an op, which has to succeed or be refused as the model says.
    pub(super) async fn op(&self, name: &str, input: &Value, done: bool) {
        let reply = self.sandbox.op(name, input).await;
        assert_eq!(reply.status.is_success(), done, "{name} {input}: {}", reply.text());
    }

    /// The card of a number: up to five among those that are active, if any.
    pub(super) fn card(&self, number: usize) -> usize {
        let active = |at: &usize| self.model.cards[*at].status == "active";
        let fit: Vec<_> = (0..self.cards.len()).filter(active).collect();
        match number < 6 && !fit.is_empty() {
            true => fit[number % fit.len()],
            false => number % self.cards.len(),
        }
    }

    /// The authorization of a number that counts back: up to four among those that fit, if any.
    pub(super) fn authorization(
        &self,
        back: usize,
        fits: fn(&Authorization) -> bool,
    ) -> Option<usize> {
        let fit = |at: &usize| fits(&self.model.authorizations[*at]);
        let fit: Vec<_> = (0..self.authorizations.len()).filter(fit).collect();
        match recent(fit.len(), back) {
            Some(at) if back < 5 => Some(fit[at]),
            _ => recent(self.authorizations.len(), back),
        }
    }

    /// Makes a call, which has to be answered as the model says.
    pub(super) async fn call(&mut self, call: &Call, way: Way) {
        let done = |done: Result<(), Refusal>| done.map(|()| 200);
        match *call {
            Call::Create(program, adapter) => {
                let body = with_adapter(json!({ "program": PROGRAMS[program] }), adapter);
                let wanted = self.model.create(program, adapter).map(|_| 201);
                let made = self.answered("cards.create", CARDS, body, (way, wanted)).await;
                if let Some(card) = made {
                    self.cards.push(card["reference"].as_str().unwrap().to_owned());
                    self.is_card(self.cards.len() - 1, &card);
                }
            }
            Call::Fund(card, amount, adapter) => {
                let card = self.card(card);
                let wanted = self.model.fund(card, amount, adapter);
                self.transfer(card, "fund", (amount, adapter), (way, wanted)).await;
            }
            Call::Withdraw(card, amount, adapter) => {
                let card = self.card(card);
                let wanted = self.model.withdraw(card, amount, adapter);
                self.transfer(card, "withdraw", (amount, adapter), (way, wanted)).await;
            }
            Call::Freeze(card) => {
                let card = self.card(card);
                let wanted = done(self.model.freeze(card));
                self.on_card(card, "freeze", (way, wanted)).await;
            }
            Call::Unfreeze(card) => {
                let card = self.card(card);
                let wanted = done(self.model.unfreeze(card));
                self.on_card(card, "unfreeze", (way, wanted)).await;
            }
            Call::Terminate(card) => {
                let card = self.card(card);
                let wanted = done(self.model.terminate(card));
                self.on_card(card, "terminate", (way, wanted)).await;
            }
            Call::Authorize(card, amount, (mcc, forced), adapter) => {
                let card = self.card(card);
                let body = json!({"amount": money(amount), "merchant": {"mcc": mcc}});
                let mut body = with_adapter(body, adapter);
                if forced {
                    body["sandbox"]["decline_reason"] = json!("do_not_honor");
                }
                let at = self.model.authorize(card, amount, (mcc, forced), adapter);
                let path = format!("{CARDS}{}/authorize/", self.cards[card]);
                let made = self.answered("cards.authorize", &path, body, (way, Ok(201))).await;
                let made = made.unwrap();
                self.authorizations.push(made["reference"].as_str().unwrap().to_owned());
                self.is_authorization(at, &made);
            }
            Call::Settle(back, amount, is_final) => {
                let Some(at) = self.authorization(back, is_held) else { return };
                let amount = amount.of(self.model.authorizations[at].amount);
                let mut body = some_amount(amount);
                if !is_final {
                    body["final"] = json!(false);
                }
                let wanted = done(self.model.settle(at, amount, is_final));
                self.on_authorization(at, "settle", body, (way, wanted)).await;
            }
            Call::Reverse(back, amount) => {
                let Some(at) = self.authorization(back, is_held) else { return };
                let amount = amount.of(self.model.authorizations[at].amount);
                let wanted = done(self.model.reverse(at, amount));
                self.on_authorization(at, "reverse", some_amount(amount), (way, wanted)).await;
            }
            Call::Dispute(back, amount) => {
                let Some(at) = self.authorization(back, is_settled) else { return };
                let amount = amount.of(self.model.authorizations[at].amount);
                let mut body = some_amount(amount);
                body["authorization"] = json!(self.authorizations[at]);
                body["reason"] = json!("other");
                let wanted = self.model.dispute(at, amount);
                let expected = wanted.map(|_| 201);
                let made = self.answered("disputes.create", DISPUTES, body, (way, expected)).await;
                if let Some(made) = made {
                    self.disputes.push(made["reference"].as_str().unwrap().to_owned());
                    self.is_dispute(self.disputes.len() - 1, &made);
                }
            }
            Call::Cancel(back) => {
                let Some(at) = recent(self.disputes.len(), back) else { return };
                let wanted = done(self.model.cancel(at));
                let path = format!("{DISPUTES}{}/cancel/", self.disputes[at]);
                let body = json!({});
                if let Some(now) =
                    self.answered("disputes.cancel", &path, body, (way, wanted)).await
                {
                    self.is_dispute(at, &now);
                }
            }
        }
    }

    async fn transfer(
        &mut self,
        card: usize,
        verb: &str,
        (amount, adapter): (Cents, Option<Adapter>),
        (way, wanted): (Way, Result<usize, Refusal>),
    ) {
        let body = with_adapter(json!({ "amount": money(amount) }), adapter);
        let path = format!("{CARDS}{}/{verb}/", self.cards[card]);
        let name = format!("cards.{verb}");
        let made = self.answered(&name, &path, body, (way, wanted.map(|_| 201))).await;
        if let (Some(made), Ok(at)) = (made, wanted) {
            self.is_operation(at, &made["operation"]);
            self.is_card(card, &made["card"]);
            self.is_wallet(&made["wallet"]);
            self.transfers.push((at, made["operation"]["reference"].as_str().unwrap().to_owned()));
        }
    }

    async fn on_card(&mut self, card: usize, verb: &str, expected: (Way, Result<u16, Refusal>)) {
        let path = format!("{CARDS}{}/{verb}/", self.cards[card]);
        if let Some(now) = self.answered(&format!("cards.{verb}"), &path, json!({}), expected).await
        {
            self.is_card(card, &now);
        }
    }

    async fn on_authorization(
        &mut self,
        at: usize,
        verb: &str,
        body: Value,
        expected: (Way, Result<u16, Refusal>),
    ) {
        let path = format!("{AUTHORIZATIONS}{}/{verb}/", self.authorizations[at]);
        let name = format!("authorizations.{verb}");
        if let Some(now) = self.answered(&name, &path, body, expected).await {
            self.is_authorization(at, &now);
        }
    }
}

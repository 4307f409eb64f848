//! The steps of the operator, the network and time beside those of the caller.

use serde_json::json;

use super::{
    bank::{Bank, PROGRAMS, TOKEN_TTL, is_held, is_settled, money, recent, some_amount},
    steps::{Adapter, Step},
};
use crate::{managed_cards::user::User, support::START_MS};

impl Bank {
    /// Takes one step.
    pub(super) async fn take(&mut self, step: &Step) {
        match step {
            Step::Call(call, way) => self.call(call, *way).await,
            Step::Replay { call, other_body } => self.replay(*call, *other_body).await,
            Step::Borrow(call) => self.borrow(*call).await,
            Step::Deposit(cents) => {
                self.model.deposit(*cents);
                let input = json!({"wallet": self.wallet, "amount": money(*cents)});
                self.op("deposit", &input, true).await;
            }
            Step::DecideCard(card, status) => {
                let card = self.card(*card);
                // Where there is no such row, the op would force the card into the status.
                if self.model.decide_card(card, status) {
                    let input = json!({"card": self.cards[card], "status": status});
                    self.op("set-card-status", &input, true).await;
                }
            }
            Step::DecideOperation(back, approve) => {
                let Some(at) = recent(self.transfers.len(), *back) else { return };
                let (at, reference) = self.transfers[at].clone();
                let decision = if *approve { "approve" } else { "reject" };
                let done = self.model.decide_operation(at, *approve);
                let input = json!({"operation": reference, "decision": decision});
                self.op("decide-operation", &input, done).await;
            }
            Step::DecideDispute(back, verdict) => {
                let Some(at) = recent(self.disputes.len(), *back) else { return };
                let done = self.model.decide_dispute(at, verdict);
                let input = json!({"dispute": self.disputes[at], "status": verdict});
                self.op("decide-dispute", &input, done).await;
            }
            Step::SetAdapter(target, adapter) => {
                let target = target.map(|card| self.card(card));
                self.model.set_adapter(target, *adapter);
                let mut input = match target {
                    Ok(card) => json!({ "card": self.cards[card] }),
                    Err(program) => json!({ "program": PROGRAMS[program] }),
                };
                input["adapter"] = json!(adapter.map(Adapter::word));
                self.op("set-adapter", &input, true).await;
            }
            Step::Force(back, amount, is_final) => {
                let Some(at) = self.authorization(*back, is_held) else { return };
                let amount = amount.of(self.model.authorizations[at].amount);
                let done = self.model.force(at, amount, *is_final);
                let mut input = some_amount(amount);
                input["transaction"] = json!(self.authorizations[at]);
                input["force"] = json!(true);
                input["final"] = json!(is_final);
                self.op("clear", &input, done).await;
            }
            Step::Increment(back, by) => {
                let Some(at) = self.authorization(*back, is_held) else { return };
                let done = self.model.increment(at, *by);
                let input = json!({"transaction": self.authorizations[at], "by": money(*by)});
                self.op("increment", &input, done).await;
            }
            Step::Refund(back, amount) => {
                let Some(at) = self.authorization(*back, is_settled) else { return };
                let amount = amount.of(self.model.authorizations[at].amount);
                let done = self.model.refund(at, amount);
                let mut input = some_amount(amount);
                input["transaction"] = json!(self.authorizations[at]);
                self.op("refund", &input, done).await;
            }
            Step::Wait(by) => {
                self.model.pass(*by);
                assert_eq!(self.sandbox.advance_ms(*by).await.status, 200);
                if self.model.now - START_MS >= TOKEN_TTL {
                    let User { access, .. } = self.sandbox.holder("amara").await;
                    self.access = access;
                }
            }
        }
    }
}

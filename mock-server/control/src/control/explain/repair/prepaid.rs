//! Ops that may help where a command of the prepaid cards was refused. Commands of callers do not
//! name their project, so all of them are tried.

use serde_json::{Value, json};

use super::{Input, op};
use crate::{
    programs::prepaid::{Card, Cardholder, Prepaid, Refusal, User},
    world::World,
};

/// Amounts that are paid in, in dollars, until one is enough.
const AMOUNTS: [&str; 4] = ["100.00", "1000.00", "25000.00", "1000000.00"];

/// Ops that may help, one list after the other.
pub(super) fn candidates(world: &World, input: &Input, refusal: &Refusal) -> Vec<Vec<Value>> {
    let nested = Input(input.0["change"].clone());
    let input = if nested.0.is_object() { &nested } else { input };
    let look = Look { program: &world.issuer.prepaid, input };
    match refusal {
        Refusal::UserNotFound => look.user_made(),
        Refusal::CardholderNotFound => look.holder_made(),
        Refusal::CardholderNotActive => look.holder_approved(),
        Refusal::SubproviderUnknown => look.subprovider_made(),
        Refusal::ProductNotFound => look.product_made(),
        Refusal::InsufficientFunds => look.paid_in(),
        Refusal::CardNotActive(_) | Refusal::CardStatus(_) | Refusal::IssueNotCompleted => {
            look.card_moved()
        }
        // The input is wrong, or it is a matter of time, or of somebody else.
        Refusal::NotYours
        | Refusal::Taken(_)
        | Refusal::AmountOutOfRange(_)
        | Refusal::TransactionState(_)
        | Refusal::DepositState { .. }
        | Refusal::CardNotFound
        | Refusal::OrderNotFound
        | Refusal::UserExists
        | Refusal::CardholderExists
        | Refusal::SubproviderAmbiguous
        | Refusal::ProductAmbiguous
        | Refusal::ProductNotActive
        | Refusal::InitialNotAllowed
        | Refusal::PricingBroken
        | Refusal::BelowMinimum { .. }
        | Refusal::AboveMaximum { .. }
        | Refusal::CardUserMismatch
        | Refusal::CurrencyMismatch
        | Refusal::CoolingDown
        | Refusal::KeyConflict
        | Refusal::CardholderState { .. }
        | Refusal::OrderEnded(_)
        | Refusal::CardClosed => Vec::new(),
    }
}

/// The things that a refused command names.
struct Look<'a> {
    program: &'a Prepaid,
    input: &'a Input,
}

impl<'a> Look<'a> {
    fn projects(&self) -> impl Iterator<Item = &'a str> {
        self.program.projects.iter().map(|project| project.label.as_str())
    }

    /// The users of that name, in whatever project.
    fn users(&self) -> impl Iterator<Item = &'a User> {
        let name = self.input.text("user").unwrap_or_default().to_owned();
        self.program
            .users
            .iter()
            .filter(move |user| user.external_user_id == name || user.external_id == name)
    }

    fn card(&self) -> Option<&'a Card> {
        let name = self.input.text("card")?;
        self.program.cards.iter().find(|card| card.external_id == name)
    }

    fn user_made(&self) -> Vec<Vec<Value>> {
        let Some(name) = self.input.text("user") else { return Vec::new() };
        let made = |project| {
            vec![op(
                "make-user",
                json!({"surface": "ER", "external_user_id": name, "project": project}),
            )]
        };
        self.projects().map(made).collect()
    }

    /// A cardholder at each of the subproviders.
    fn holder_made(&self) -> Vec<Vec<Value>> {
        let codes = self.program.subproviders.iter().map(|one| one.code.as_str());
        let codes: Vec<_> = codes.collect();
        let made = |user: &User| {
            let project = &self.program.projects[user.project].label;
            let user = user.external_id.clone();
            let made = |code: &&str| {
                vec![
                    op(
                        "make-cardholder",
                        json!({"user": user, "project": project, "subprovider_code": code,
                               "name": "Rita Repaired"}),
                    ),
                    op("decide-kyc", json!({"cardholder": user, "status": "approved"})),
                ]
            };
            codes.iter().map(made).collect::<Vec<_>>()
        };
        self.users().flat_map(made).collect()
    }

    fn holder_approved(&self) -> Vec<Vec<Value>> {
        let holders = self.users().flat_map(|user| user.holders.iter().rev());
        let approved = |holder: &Cardholder| {
            let input = json!({"cardholder": holder.external_id, "status": "approved"});
            vec![op("decide-kyc", input)]
        };
        holders.map(|id| approved(&self.program.holders[id])).collect()
    }

    fn subprovider_made(&self) -> Vec<Vec<Value>> {
        let code = self.input.text("subprovider_code");
        code.map(|code| vec![op("make-subprovider", json!({ "code": code }))]).into_iter().collect()
    }

    fn product_made(&self) -> Vec<Vec<Value>> {
        let code = self.input.0["product"]["code"].as_str();
        let made = |code: &str| vec![op("make-product", json!({ "product_code": code }))];
        code.map(made).into_iter().collect()
    }

    fn paid_in(&self) -> Vec<Vec<Value>> {
        let mut all = Vec::new();
        for amount in AMOUNTS {
            for project in self.projects() {
                let input = json!({"project": project, "amount": amount, "confirm": "now"});
                all.push(vec![op("deposit", input)]);
            }
        }
        all
    }

    /// The orders of the card finished, and the card in another state.
    fn card_moved(&self) -> Vec<Vec<Value>> {
        let Some(card) = self.card() else { return Vec::new() };
        let orders = card.orders.iter().chain([card.order]).map(|id| &self.program.orders[id]);
        let open = orders.filter(|order| !order.has_ended());
        let finished = open.map(|order| {
            vec![op("finish-order", json!({"order": order.external_id, "outcome": "completed"}))]
        });
        let moved = ["active", "frozen"].map(|status| {
            vec![op("set-card-status", json!({"card": card.external_id, "status": status}))]
        });
        finished.chain(moved).collect()
    }
}

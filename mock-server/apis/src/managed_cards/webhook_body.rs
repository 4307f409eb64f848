//! Bodies of webhooks: the event and the objects as of that moment (MC 14.2).

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    authorizations::{AuthorizationBody, ReversalBody, SettlementBody},
    cards::{BalanceBody, CardBody},
    disputes::DisputeBody,
    formats::{money, time},
    operations::OperationBody,
    view::View,
};
use crate::{
    issuer::{Event, EventKind},
    programs::managed::{
        Operation, Wallet,
        card::Balance,
        notice::{AuthorizationStep, CardState, What},
    },
    world::{CommandContext, World},
};

/// A body that is written member by member.
#[derive(Default)]
struct Members(Map<String, Value>);

impl Members {
    fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.0.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
        self
    }

    fn done(self) -> Value {
        Value::Object(self.0)
    }
}

/// The body of an event; none of an event of another program.
pub(super) fn body(world: &World, event: &Event) -> Option<Value> {
    let EventKind::Managed(notice) = &event.kind else { return None };
    let context = CommandContext::ops(event.at, "webhook");
    let data = data(&notice.what, View::of(world, &context));
    let body = Members::default()
        .with("id", &notice.id)
        .with("type", notice.name())
        .with("timestamp", time(event.at))
        .with("sequence", notice.sequence)
        .with("data", data);
    Some(body.done())
}

fn data(what: &What, view: View<'_>) -> Value {
    let managed = view.managed;
    let card_body =
        |state: &CardState| CardBody::of(&state.card, (state.balance, state.adapter), view);
    let members = Members::default();
    let members = match what {
        What::Wallet { wallet, balance, operation } => {
            of_wallet(members, (wallet, *balance), operation, view)
        }
        What::Card { card, previous, .. } => members
            .with("card", card_body(card))
            .with("previous_status", previous.map(|status| status.word())),
        What::Transfer { card, operation, .. } => members
            .with("card", card_body(card))
            .with("operation", OperationBody::of(operation, view)),
        What::Refund { card, authorization, amount } => {
            let currency = managed.program_of(&card.card).currency;
            let of = authorization.map(|id| &managed.authorizations[id].reference);
            members
                .with("card", card_body(card))
                .with("authorization", of)
                .with("amount", money(*amount, currency))
                .with("currency", currency.code())
        }
        What::Authorization { step, authorization, balance } => {
            let currency = managed.currency_of(authorization.card);
            let members = members
                .with("authorization", AuthorizationBody::of(authorization, *balance, view))
                .with("card_balance", BalanceBody::of(*balance, currency, view));
            match step {
                AuthorizationStep::Settled => {
                    let last = authorization.settlements.last();
                    members.with("settlement", last.map(|one| SettlementBody::of(one, currency)))
                }
                AuthorizationStep::Reversed => {
                    let last = authorization.reversals.last();
                    members.with("reversal", last.map(|one| ReversalBody::of(one, currency)))
                }
                AuthorizationStep::Created
                | AuthorizationStep::Updated
                | AuthorizationStep::Expired => members,
            }
        }
        What::Dispute { dispute, balance, .. } => {
            let currency = managed.currency_of(dispute.card);
            members
                .with("dispute", DisputeBody::of(dispute, view))
                .with("card_balance", BalanceBody::of(*balance, currency, view))
        }
        What::Refusal { operation, code } => {
            members.with("operation", operation).with("code", code)
        }
    };
    members.done()
}

fn of_wallet(
    members: Members,
    (wallet, balance): (&Wallet, Balance),
    operation: &Operation,
    view: View<'_>,
) -> Members {
    let currency = wallet.currency;
    let shown = Members::default()
        .with("reference", &wallet.reference)
        .with("currency", currency.code())
        .with("available", money(balance.available, currency))
        .with("held", money(balance.held, currency))
        .with("total", money(balance.total(), currency));
    let card = operation.links.card.map(|id| &view.managed.cards[id].reference);
    members
        .with("wallet", shown.done())
        .with("amount", money(operation.amount, currency))
        .with("currency", currency.code())
        .with("reason", operation.kind.word())
        .with("operation", &operation.reference)
        .with("card", card)
}

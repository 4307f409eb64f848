//! The payload of an event, which streams and receivers get alike (AG 7.2).

use jiff::{Timestamp, fmt::temporal::DateTimePrinter};
use serde_json::{Value, json};

use crate::{
    card_graphql::dollars,
    issuer::{Event, EventKind},
    programs::collateral::{
        self, ApplicationId, Card, Collateral, DepositId, EventKind as Kind, TransactionId,
    },
    rulebook::Rulebook,
    tables::in_app_status,
    world::World,
};

/// The decimals of a token that the token table does not have.
const USUAL_DECIMALS: u32 = 6;

/// The payload of the event at a place of the world's list, from 0; none of an event that no user
/// is told of.
pub(in crate::in_app) fn payload(world: &World, place: usize, event: &Event) -> Option<Value> {
    let payload = plain_payload(world, place, event)?;
    (!payload["userId"].is_null()).then_some(payload)
}

/// The payload of an event of the program, told or not: of people without a login in the app it has
/// no user, organization and number among the user's events.
pub(super) fn plain_payload(world: &World, place: usize, event: &Event) -> Option<Value> {
    let EventKind::Collateral(collateral::Event { kind, addressee }) = &event.kind else {
        return None;
    };
    let program = &world.issuer.collateral;
    let user = addressee.and_then(|addressee| program.users.get(addressee.user));
    Some(json!({
        "id": event_id(place),
        "type": kind.name(),
        "seq": addressee.map(|addressee| addressee.seq),
        "createdAt": milliseconds(event.at),
        "userId": user.map(|user| &user.user_id),
        "organizationId": user.map(|user| world.organization_of(user)),
        "data": data(program, &world.rules, kind)?,
    }))
}

/// The id of the event at a place of the world's list, from 0.
pub(super) fn event_id(place: usize) -> String {
    format!("evt_{:012}", place + 1)
}

fn data(program: &Collateral, rules: &Rulebook, kind: &Kind) -> Option<Value> {
    Some(match kind {
        Kind::ApplicationApproved { application } => decided(program, rules, *application, None)?,
        Kind::ApplicationDenied { application, reason } => {
            decided(program, rules, *application, reason.as_deref())?
        }
        Kind::CardStatusChanged { card, from, to } => {
            let Card { id, external_id, .. } = program.cards.get(*card)?;
            json!({"id": id, "cardId": external_id, "from": from.name(), "to": to.name()})
        }
        Kind::CollateralReceived { deposit } => transfer(program, *deposit)?,
        Kind::CollateralConfirmed { deposit, credit_limit } => {
            let mut data = transfer(program, *deposit)?;
            data["creditLimit"] = json!(dollars(*credit_limit));
            data
        }
        Kind::SpendCompleted { transaction, amount } => {
            spend(program, *transaction, dollars(*amount))?
        }
    })
}

/// A decision, in the word that the status had when it was made.
fn decided(
    program: &Collateral,
    rules: &Rulebook,
    id: ApplicationId,
    denied_for: Option<&str>,
) -> Option<Value> {
    let application = program.applications.get(id)?;
    Some(json!({
        "cardApplicationId": id,
        "applicationStatus": in_app_status(application.status, rules),
        "applicationReason": denied_for.or(application.reason.as_deref()),
    }))
}

fn transfer(program: &Collateral, id: DepositId) -> Option<Value> {
    let deposit = program.deposits.get(id)?;
    let application = program.users.get(deposit.user)?.latest_application();
    let decimals = deposit.token.map_or(USUAL_DECIMALS, |token| token.token().decimals);
    Some(json!({
        "cardApplicationId": application,
        "transactionHash": deposit.transaction_hash,
        "chainId": deposit.chain_id,
        "tokenAddress": deposit.token_address,
        "amount": deposit.units.tokens(decimals),
    }))
}

fn spend(program: &Collateral, id: TransactionId, amount: f64) -> Option<Value> {
    let transaction = program.transactions.get(id)?;
    let card = transaction.card.and_then(|card| program.cards.get(card))?;
    Some(json!({
        "id": card.id,
        "cardId": card.external_id,
        "transactionId": id,
        "amount": amount,
        "currency": "USD",
        "merchantName": transaction.merchant.as_ref().map(|merchant| &merchant.name),
    }))
}

/// An instant with milliseconds, in UTC.
fn milliseconds(at: Timestamp) -> String {
    let printer = DateTimePrinter::new().precision(Some(3));
    printer.timestamp_to_string(&at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_have_milliseconds() {
        assert_eq!(milliseconds(Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
    }
}

//! Wallet to card and back (MC 8).

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    adapters::adapter_of,
    call::{Call, Outcome},
    cards::CardBody,
    error::ApiError,
    operations::OperationBody,
    wallets::WalletBody,
};
use crate::programs::managed::{
    CardId, OperationId,
    commands::{Fund, TransferInput, Withdraw},
};

/// A funding or a withdrawal, and what it was about.
#[derive(Serialize, ToSchema)]
#[schema(as = Transfer)]
pub(super) struct TransferBody {
    operation: OperationBody,
    card: CardBody,
    wallet: WalletBody,
}

/// `cards.fund`.
pub(super) fn fund(call: &Call<'_>) -> Outcome {
    let (card, input) = asked(call)?;
    let operation = call.act(&Fund { card, input })?;
    shown(call, operation)
}

/// `cards.withdraw`.
pub(super) fn withdraw(call: &Call<'_>) -> Outcome {
    let (card, input) = asked(call)?;
    let operation = call.act(&Withdraw { card, input })?;
    shown(call, operation)
}

/// The card and the terms of a transfer.
fn asked(call: &Call<'_>) -> Result<(CardId, TransferInput), ApiError> {
    let (card, currency) = call.card(|view, card| (card.id, view.managed.currency_of(card.id)))?;
    let fields = call.body.fields();
    let amount = fields.required_amount("amount", currency.decimals());
    let currency = fields.currency();
    let metadata = fields.metadata();
    let adapter = adapter_of(&fields);
    fields.close();
    call.fields_checked()?;
    let amount = amount.unwrap_or_default();
    Ok((card, TransferInput { amount, currency, metadata, adapter }))
}

fn shown(call: &Call<'_>, operation: OperationId) -> Outcome {
    call.made(|view| {
        let operation = view.managed.operations.get(operation)?;
        let card = operation.links.card.and_then(|id| view.managed.cards.get(id))?;
        Some(TransferBody {
            operation: OperationBody::of(operation, view),
            card: CardBody::now(card, view),
            wallet: WalletBody::now(&view.managed.wallets[operation.wallet], view),
        })
    })
}

//! Withdrawals of collateral (AG 5.14).

use async_graphql::{Context, Object, Result};

use super::{
    super::types::{CardWithdrawInput, CardWithdrawResponse},
    person,
};
use crate::{
    card_graphql::{Operation, OperationError, Outcome},
    programs::collateral::{Refusal, commands::Withdraw},
};

#[derive(Default)]
pub(super) struct Withdrawals;

#[Object]
impl Withdrawals {
    /// Takes collateral back into the wallet.
    async fn card_withdraw(
        &self,
        ctx: &Context<'_>,
        input: CardWithdrawInput,
    ) -> Result<CardWithdrawResponse> {
        let operation = Operation::begin(ctx, "cardWithdraw");
        let outcome = withdraw(&operation, input);
        operation.finish(outcome)
    }
}

fn withdraw(operation: &Operation, input: CardWithdrawInput) -> Outcome<CardWithdrawResponse> {
    let command = Withdraw {
        user: person(operation)?,
        token: input.token_address,
        amount: input.amount,
        chain_id: input.chain_id,
    };
    operation.would(&command)?;
    if operation.context().strikes_operation("signature-conflict", "cardWithdraw") {
        let hold = operation.context().rules().withdraw.signature_hold_ms;
        let retry_after_s = (hold / 1000).max(1);
        return Err(OperationError::from(Refusal::SignatureActive { retry_after_s }));
    }
    let withdrawal = operation.act(&command)?;
    Ok(CardWithdrawResponse {
        success: true,
        transaction_hash: Some(withdrawal.transaction_hash),
        chain_id: Some(withdrawal.token.token().chain_id),
        token_address: Some(command.token),
        amount: Some(command.amount),
        error: None,
        retry_after_sec: None,
    })
}

//! Disputes of transactions (AG 5.15).

use async_graphql::{Context, Object, Result};

use super::super::types::{CreateCardDisputeInput, CreateCardDisputeResponse};
use crate::{
    card_graphql::Operation,
    programs::collateral::{TransactionId, commands::OpenDispute},
};

#[derive(Default)]
pub(super) struct Disputes;

#[Object]
impl Disputes {
    /// Disputes a posted purchase.
    async fn create_card_dispute(
        &self,
        ctx: &Context<'_>,
        input: CreateCardDisputeInput,
    ) -> Result<CreateCardDisputeResponse> {
        let operation = Operation::begin(ctx, "createCardDispute");
        let command = OpenDispute {
            transaction: TransactionId(input.transaction_id),
            evidence: input.text_evidence,
        };
        let outcome = operation.act(&command).map(|dispute| CreateCardDisputeResponse {
            success: true,
            dispute_id: Some(dispute.external_id),
            error: None,
        });
        operation.finish(outcome)
    }
}

//! Charging fees (PG 10.3).

use async_graphql::{Context, Object, Result};

use super::super::types::{ChargeCardInput, ChargeCardResponse};
use crate::{
    card_graphql::{Operation, dollars},
    programs::collateral::commands::ChargeUser,
};

#[derive(Default)]
pub(super) struct Funding;

#[Object]
impl Funding {
    /// Charges a fee to a card user.
    async fn charge_card(
        &self,
        ctx: &Context<'_>,
        input: ChargeCardInput,
    ) -> Result<ChargeCardResponse> {
        let operation = Operation::begin(ctx, "chargeCard");
        let command = ChargeUser {
            user: input.card_user_id,
            amount: input.fee_cents.into(),
            description: input.fee_description,
        };
        let outcome = operation.act_with_issuer(&command).map(|id| {
            let charge_id = operation.look(|world, _| {
                world.issuer.collateral.charges.get(id).map(|row| row.external_id.clone())
            });
            ChargeCardResponse {
                success: true,
                charge_id,
                amount: Some(dollars(command.amount)),
                fee_description: Some(command.description.clone()),
                error: None,
            }
        });
        operation.finish(outcome)
    }
}

//! Mutations that show in the schema and are refused before they run, whatever their arguments
//! name (PG 13).

use async_graphql::{Context, Object, Result};

use super::super::types::{
    CardApplicationResponse, CardCorporateApplicationResponse, CardLimitFrequency,
    CardLimitResponse, CardOperationResponse, CardWithdrawInput, CardWithdrawResponse,
    ChargeCardResponse, CreateCardApplicationInput, CreateCardCorporateApplicationInput,
    CreateCardInput, CreateCardResponse, PayInvoiceWithCardBalanceInput,
    PayInvoiceWithCardBalanceResponse,
};

use crate::card_graphql::{Operation, OperationError};

#[derive(Default)]
pub(super) struct Blocked;

#[Object]
impl Blocked {
    /// Blocked here: use `createCardApplicationForPartnerUser`.
    async fn create_card_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "input")] _input: CreateCardApplicationInput,
    ) -> Result<CardApplicationResponse> {
        blocked(ctx, "createCardApplication")
    }

    /// Blocked here: companies are made by ops.
    async fn create_card_corporate_application(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "input")] _input: CreateCardCorporateApplicationInput,
    ) -> Result<CardCorporateApplicationResponse> {
        blocked(ctx, "createCardCorporateApplication")
    }

    /// Blocked here: there is no partner operation for it.
    async fn card_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "input")] _input: CardWithdrawInput,
    ) -> Result<CardWithdrawResponse> {
        blocked(ctx, "cardWithdraw")
    }

    /// Blocked here: there is no partner operation for it.
    async fn pay_invoice_with_card_balance(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "input")] _input: PayInvoiceWithCardBalanceInput,
    ) -> Result<PayInvoiceWithCardBalanceResponse> {
        blocked(ctx, "payInvoiceWithCardBalance")
    }

    /// Blocked here: use `freezeCard`.
    async fn freeze_card_by_card_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "cardId", tag = "plain")] _card_id: String,
    ) -> Result<CardOperationResponse> {
        blocked(ctx, "freezeCardByCardId")
    }

    /// Blocked here: use `unfreezeCard`.
    async fn unfreeze_card_by_card_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "cardId", tag = "plain")] _card_id: String,
    ) -> Result<CardOperationResponse> {
        blocked(ctx, "unfreezeCardByCardId")
    }

    /// Blocked here: use `cancelCard`.
    async fn cancel_card_by_card_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "cardId", tag = "plain")] _card_id: String,
        #[graphql(name = "reason", tag = "plain")] _reason: Option<String>,
    ) -> Result<CardOperationResponse> {
        blocked(ctx, "cancelCardByCardId")
    }

    /// Blocked here: use `updateCardLimit`.
    async fn update_card_limit_by_card_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "cardId", tag = "plain")] _card_id: String,
        #[graphql(name = "limitAmount")] _limit_amount: i32,
        #[graphql(name = "limitFrequency")] _limit_frequency: CardLimitFrequency,
    ) -> Result<CardLimitResponse> {
        blocked(ctx, "updateCardLimitByCardId")
    }

    /// Blocked here: use `chargeCard`.
    async fn charge_card_by_card_user_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "cardUserId", tag = "plain")] _card_user_id: String,
        #[graphql(name = "feeCents")] _fee_cents: i32,
        #[graphql(name = "feeDescription", tag = "plain")] _fee_description: String,
    ) -> Result<ChargeCardResponse> {
        blocked(ctx, "chargeCardByCardUserId")
    }

    /// Blocked here: use `createCard`.
    async fn create_card_by_card_user_id(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "cardUserId", tag = "plain")] _card_user_id: String,
        #[graphql(name = "input")] _input: CreateCardInput,
    ) -> Result<CreateCardResponse> {
        blocked(ctx, "createCardByCardUserId")
    }
}

/// Where permission is not checked beforehand, they are refused here.
fn blocked<T>(ctx: &Context<'_>, name: &'static str) -> Result<T> {
    Operation::begin(ctx, name).finish_bare(Err(OperationError::Blocked))
}

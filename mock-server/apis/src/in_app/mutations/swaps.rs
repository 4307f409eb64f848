//! Swaps out of a wallet (AG 5.12).

use async_graphql::{Context, Object, Result};

use super::super::types::{
    SmartWalletExecuteSwapQuoteInput, SmartWalletSwapInput, SwapQuoteResponse, SwapResultResponse,
};
use crate::{
    card_graphql::Operation,
    programs::collateral::{
        QuoteId, WalletId,
        commands::{ExecuteQuote, QuoteSwap, SwapNow},
    },
};

#[derive(Default)]
pub(super) struct Swaps;

#[Object]
impl Swaps {
    /// Offers a swap out of a wallet; nothing moves.
    async fn smart_wallet_swap_quote(
        &self,
        ctx: &Context<'_>,
        input: SmartWalletSwapInput,
    ) -> Result<Option<SwapQuoteResponse>> {
        let operation = Operation::begin(ctx, "smartWalletSwapQuote");
        let outcome = operation.act(&quote(input)).map(|quote| SwapQuoteResponse {
            success: true,
            quote: Some((&quote).into()),
            error: None,
            structured_error: None,
        });
        operation.finish(outcome).map(Some)
    }

    /// Executes an offer.
    async fn smart_wallet_execute_swap_quote(
        &self,
        ctx: &Context<'_>,
        input: SmartWalletExecuteSwapQuoteInput,
    ) -> Result<Option<SwapResultResponse>> {
        let operation = Operation::begin(ctx, "smartWalletExecuteSwapQuote");
        let outcome = operation.act(&ExecuteQuote { quote: QuoteId(input.quote_id) });
        let outcome = outcome.map(|executed| {
            operation
                .look(|world, _| SwapResultResponse::executed(&world.issuer.collateral, &executed))
        });
        operation.finish(outcome).map(Some)
    }

    /// Offers a swap and executes it in one.
    async fn smart_wallet_swap(
        &self,
        ctx: &Context<'_>,
        input: SmartWalletSwapInput,
    ) -> Result<Option<SwapResultResponse>> {
        let operation = Operation::begin(ctx, "smartWalletSwap");
        let outcome = operation.act(&SwapNow { quote: quote(input) });
        let outcome = outcome.map(|executed| {
            operation
                .look(|world, _| SwapResultResponse::executed(&world.issuer.collateral, &executed))
        });
        operation.finish(outcome).map(Some)
    }
}

fn quote(input: SmartWalletSwapInput) -> QuoteSwap {
    QuoteSwap {
        // What is no number names no wallet, and was refused as somebody else's.
        wallet: WalletId(input.digital_wallet_id.parse().unwrap_or(0)),
        from_token: input.from_token,
        to_token: input.to_token,
        amount: input.amount,
        to_chain: input.to_chain_id,
        recipient: input.recipient,
        providers: input.providers.unwrap_or_default().into_iter().map(Into::into).collect(),
    }
}

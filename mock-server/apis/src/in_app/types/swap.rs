//! Inputs and answers of swaps out of a wallet (AG 5.12).

use async_graphql::{ID, InputObject, SimpleObject};

use super::{
    fields, swap_error::SmartWalletErrorResponse, swap_provider::SwapProvider,
    swap_quote::SwapQuoteData, wallet_balance::WalletTokenBalance,
};
use crate::{
    card_graphql::{MutationResponse, OperationError},
    programs::collateral::{Collateral, commands::Executed, quote::Payee},
};

fields! {
    #[derive(InputObject)]
    struct SmartWalletSwapInput {
        "plain" digital_wallet_id: ID,
        /// Contract of the token that goes out.
        "plain" from_token: String,
        /// Contract of the token that comes in.
        "plain" to_token: String,
        /// Amount in the smallest unit of the token that goes out.
        "plain" amount: String,
        /// The chain of the source when absent.
        to_chain_id: Option<i32>,
        /// Address that gets the output; the wallet itself when absent.
        "plain" recipient: Option<String>,
        /// Providers that are asked; the usual ones when there are none.
        providers: Option<Vec<SwapProvider>>,
    }
}

fields! {
    #[derive(InputObject)]
    struct SmartWalletExecuteSwapQuoteInput {
        quote_id: i32,
    }
}

fields! {
    /// Answer of `smartWalletSwapQuote`.
    #[derive(SimpleObject)]
    struct SwapQuoteResponse {
        success: bool,
        quote: Option<SwapQuoteData>,
        "said" error: Option<String>,
        structured_error: Option<SmartWalletErrorResponse>,
    }
}

impl MutationResponse for SwapQuoteResponse {
    fn failed(error: String) -> Self {
        Self { success: false, quote: None, error: Some(error), structured_error: None }
    }

    fn refused(said: &OperationError, error: String) -> Self {
        let structured_error = SmartWalletErrorResponse::of(said, error.clone());
        Self { structured_error, ..Self::failed(error) }
    }
}

fields! {
    /// Answer of `smartWalletExecuteSwapQuote` and `smartWalletSwap`.
    #[derive(SimpleObject)]
    struct SwapResultResponse {
        success: bool,
        "plain" transaction_hash: Option<String>,
        quote_id: Option<i32>,
        /// `executed`, or `submitted` across chains.
        "plain" status: Option<String>,
        "said" error: Option<String>,
        /// The quote as executed.
        quote: Option<SwapQuoteData>,
        structured_error: Option<SmartWalletErrorResponse>,
        source_wallet_id: Option<i32>,
        /// The wallet to which the output goes, where it goes to one.
        destination_wallet_id: Option<i32>,
        refreshed_balances: Option<Vec<WalletTokenBalance>>,
    }
}

impl SwapResultResponse {
    /// The answer to an execution.
    pub(crate) fn executed(program: &Collateral, executed: &Executed) -> Self {
        let Executed { swap, quote } = executed;
        Self {
            success: true,
            transaction_hash: Some(swap.transaction_hash.clone()),
            quote_id: Some(quote.id.0),
            status: Some(swap.status.word().to_owned()),
            error: None,
            quote: Some(quote.into()),
            structured_error: None,
            source_wallet_id: Some(quote.wallet.0),
            destination_wallet_id: match swap.payee {
                Payee::Wallet(wallet) => Some(wallet.0),
                Payee::Collateral(_) | Payee::Outside(_) => None,
            },
            refreshed_balances: Some(WalletTokenBalance::all(program, quote.wallet)),
        }
    }
}

impl MutationResponse for SwapResultResponse {
    fn failed(error: String) -> Self {
        Self {
            success: false,
            transaction_hash: None,
            quote_id: None,
            status: None,
            error: Some(error),
            quote: None,
            structured_error: None,
            source_wallet_id: None,
            destination_wallet_id: None,
            refreshed_balances: None,
        }
    }

    fn refused(said: &OperationError, error: String) -> Self {
        let structured_error = SmartWalletErrorResponse::of(said, error.clone());
        Self { structured_error, ..Self::failed(error) }
    }
}

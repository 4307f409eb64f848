//! Swaps out of a wallet.

use async_graphql::{Enum, ID, InputObject, SimpleObject};

use super::{fields, timestamptz::Timestamptz};
use crate::{
    programs::collateral::{
        Collateral, Quote, Refusal, Token, Wallet, WalletId,
        commands::{AskedProvider, Executed},
        quote::{Payee, Terms},
    },
    rulebook,
    surfaces::card_graphql::{MutationResponse, OperationError},
};

/// A provider of swaps.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(rename_items = "UPPERCASE")]
pub(in crate::surfaces) enum SwapProvider {
    Relay,
    Alchemy,
    Symbiosis,
    #[graphql(name = "ONEINCH")]
    OneInch,
    Cow,
    /// Every provider there is.
    All,
}

impl From<SwapProvider> for AskedProvider {
    fn from(provider: SwapProvider) -> Self {
        use rulebook::SwapProvider as P;
        Self::One(match provider {
            SwapProvider::Relay => P::Relay,
            SwapProvider::Alchemy => P::Alchemy,
            SwapProvider::Symbiosis => P::Symbiosis,
            SwapProvider::OneInch => P::OneInch,
            SwapProvider::Cow => P::Cow,
            SwapProvider::All => return Self::All,
        })
    }
}

impl From<rulebook::SwapProvider> for SwapProvider {
    fn from(provider: rulebook::SwapProvider) -> Self {
        use rulebook::SwapProvider as P;
        match provider {
            P::Relay => Self::Relay,
            P::Alchemy => Self::Alchemy,
            P::Symbiosis => Self::Symbiosis,
            P::OneInch => Self::OneInch,
            P::Cow => Self::Cow,
        }
    }
}

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
    /// Payment of the gas.
    #[derive(SimpleObject)]
    struct SwapFeePayment {
        sponsored: bool,
        "plain" token_address: String,
        "plain" max_amount: String,
    }
}

fields! {
    /// Fee of the provider, in the token that goes out.
    #[derive(SimpleObject)]
    struct SwapPlatformFee {
        fee_bps: i32,
        "plain" fee_amount_wei: String,
        "plain" fee_token_address: String,
        fee_chain_id: i32,
    }
}

fields! {
    /// Gas that a swap would take; nothing while gas is sponsored.
    #[derive(SimpleObject)]
    struct SwapGasEstimate {
        "plain" call_gas_limit: String,
        "plain" verification_gas_limit: String,
        "plain" pre_verification_gas: String,
        "plain" max_fee_per_gas: String,
        "plain" max_priority_fee_per_gas: String,
    }
}

fields! {
    /// One step of a swap.
    #[derive(SimpleObject)]
    struct SwapRouteHop {
        "plain" provider: String,
        "plain" from_token: String,
        "plain" to_token: String,
        from_chain_id: i32,
        to_chain_id: i32,
    }
}

fields! {
    /// The way that a swap takes.
    #[derive(SimpleObject)]
    struct SwapRoute {
        /// The provider with the largest output.
        provider: SwapProvider,
        providers_queried: Vec<SwapProvider>,
        hops: Option<Vec<SwapRouteHop>>,
    }
}

fields! {
    /// An offer to swap.
    #[derive(SimpleObject)]
    struct SwapQuoteData {
        quote_id: Option<i32>,
        /// Smallest units of the token that goes out.
        "plain" from_amount: String,
        /// Smallest units of the token that comes in.
        "plain" minimum_to_amount: String,
        /// First instant at which the quote can no longer be executed.
        "plain" expiry: Timestamptz,
        fee_payment: Option<SwapFeePayment>,
        platform_fee: Option<SwapPlatformFee>,
        gas_estimate: Option<SwapGasEstimate>,
        "plain" price_impact_pct: Option<f64>,
        "plain" amount_in_usd: Option<f64>,
        "plain" amount_out_usd: Option<f64>,
        "plain" network_fee_usd: Option<f64>,
        estimated_fill_seconds: Option<i32>,
        route: Option<SwapRoute>,
    }
}

/// Dollars of millionths.
#[expect(clippy::cast_precision_loss, reason = "amounts of the sandbox fit into 53 bits")]
fn dollars(micros: i64) -> f64 {
    micros as f64 / 1_000_000.0
}

impl From<&Quote> for SwapQuoteData {
    fn from(quote: &Quote) -> Self {
        let Terms { from, to, provider, .. } = quote.terms;
        let (from, to) = (from.token(), to.token());
        let provider = SwapProvider::from(provider);
        let fee = SwapPlatformFee {
            fee_bps: i32::try_from(quote.terms.fee_bps).unwrap_or(i32::MAX),
            fee_amount_wei: quote.terms.fee.to_string(),
            fee_token_address: from.address.to_owned(),
            fee_chain_id: from.chain_id,
        };
        let hop = SwapRouteHop {
            provider: quote.terms.provider.word().to_owned(),
            from_token: from.address.to_owned(),
            to_token: to.address.to_owned(),
            from_chain_id: from.chain_id,
            to_chain_id: to.chain_id,
        };
        let hundredths = i32::try_from(quote.terms.impact_bps()).unwrap_or(i32::MAX);
        Self {
            quote_id: Some(quote.id.0),
            from_amount: quote.terms.amount.to_string(),
            minimum_to_amount: quote.terms.minimum.to_string(),
            expiry: quote.expires_at.into(),
            // Gas is sponsored (AG 5.12).
            fee_payment: Some(SwapFeePayment {
                sponsored: true,
                token_address: from.address.to_owned(),
                max_amount: "0".to_owned(),
            }),
            platform_fee: Some(fee),
            gas_estimate: None,
            price_impact_pct: Some(f64::from(hundredths) / 100.0),
            amount_in_usd: Some(dollars(quote.terms.value_in)),
            amount_out_usd: Some(dollars(quote.terms.value_out)),
            network_fee_usd: Some(0.0),
            estimated_fill_seconds: Some(quote.terms.fill_seconds),
            route: Some(SwapRoute {
                provider,
                providers_queried: quote.queried.iter().copied().map(Into::into).collect(),
                hops: Some(vec![hop]),
            }),
        }
    }
}

fields! {
    /// A refusal by its code (AG 10.3).
    #[derive(SimpleObject)]
    struct SmartWalletErrorResponse {
        "plain" code: String,
        "said" message: String,
        /// JSON text with `required` and `available`, in smallest units.
        "plain" details: Option<String>,
    }
}

impl SmartWalletErrorResponse {
    /// The structured form of a refusal; none for one that has no code.
    fn of(said: &OperationError, message: String) -> Option<Self> {
        let OperationError::Refused(refusal) = said else { return None };
        let code = code(refusal)?;
        let details = match refusal {
            Refusal::InsufficientBalance { required, available } => {
                let details = serde_json::json!({"required": required.to_string(),
                                                 "available": available.to_string()});
                Some(details.to_string())
            }
            _ => None,
        };
        Some(Self { code: code.to_owned(), message, details })
    }
}

/// The code of a refusal of a quote or a swap.
fn code(refusal: &Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::WalletNotEligible => "WALLET_NOT_ELIGIBLE",
        Refusal::SwapNotSupported => "SWAP_NOT_SUPPORTED",
        Refusal::InvalidTokenAmount => "INVALID_AMOUNT",
        Refusal::InvalidRecipient => "INVALID_RECIPIENT",
        Refusal::InsufficientBalance { .. } => "INSUFFICIENT_BALANCE",
        Refusal::QuoteExpired => "QUOTE_EXPIRED",
        Refusal::QuoteExecuted => "QUOTE_ALREADY_EXECUTED",
        Refusal::PriceMoved => "PRICE_MOVED",
        _ => return None,
    })
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
    /// An amount of a token in a wallet.
    #[derive(SimpleObject)]
    struct WalletTokenBalance {
        digital_wallet_id: i32,
        token_id: i32,
        "plain" token_symbol: String,
        "plain" token_name: Option<String>,
        /// Smallest units.
        "plain" balance: String,
        "plain" current_value_usd: Option<String>,
        "plain" latest_token_price: Option<String>,
        "plain" token_logo_url: Option<String>,
        network_id: Option<i32>,
        "plain" network_name: Option<String>,
        decimals: Option<i32>,
    }
}

impl WalletTokenBalance {
    /// What is in a wallet, token by token.
    pub(in crate::surfaces) fn all(program: &Collateral, wallet: WalletId) -> Vec<Self> {
        let Some(wallet) = program.wallets.get(wallet) else { return Vec::new() };
        wallet.balances.keys().map(|id| Self::of(program, wallet, id.token())).collect()
    }

    fn of(program: &Collateral, wallet: &Wallet, token: &Token) -> Self {
        let (balance, price) = (wallet.balance(token.id), program.price(token));
        let cents = token.value(balance, price) / 10_000;
        let network = if token.chain_id == 1 { "Ethereum" } else { "Base" };
        Self {
            digital_wallet_id: wallet.id.0,
            token_id: token.id.0,
            token_symbol: token.symbol.to_owned(),
            token_name: Some(token.name.to_owned()),
            balance: balance.to_string(),
            current_value_usd: Some(two_decimals(cents)),
            latest_token_price: Some(two_decimals(price)),
            token_logo_url: None,
            network_id: Some(token.chain_id),
            network_name: Some(network.to_owned()),
            decimals: i32::try_from(token.decimals).ok(),
        }
    }
}

fn two_decimals(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
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
    pub(in crate::surfaces) fn executed(program: &Collateral, executed: &Executed) -> Self {
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

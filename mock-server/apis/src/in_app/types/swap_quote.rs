//! Quotes: the offer to swap, with its fee and its route (AG 5.12).

use async_graphql::SimpleObject;

use super::{fields, swap_provider::SwapProvider, timestamptz::Timestamptz};
use crate::programs::collateral::{Quote, quote::Terms};

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

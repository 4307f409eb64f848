//! Prices of swaps: provider fees, slippage, and the provider that wins (AG 5.12, 9 B).

use super::{Collateral, quote::Terms, token::TokenId};
use crate::{
    money::Units,
    rulebook::{Rulebook, SwapProvider},
};

/// The fee of a provider, in 1/10000 of the amount that goes out.
fn fee_bps(provider: SwapProvider) -> u32 {
    match provider {
        SwapProvider::Relay => 30,
        SwapProvider::Alchemy => 32,
        SwapProvider::Symbiosis => 35,
        SwapProvider::OneInch => 31,
        SwapProvider::Cow => 29,
    }
}

/// The time that a swap within a chain takes, in seconds.
const FILL_SECONDS: i32 = 2;

impl Collateral {
    /// The best terms of the providers asked, at present prices. From and to one token on one chain
    /// is a plain transfer, which costs nothing; ties go to the provider that was asked first.
    pub(super) fn terms(
        &self,
        rules: &Rulebook,
        (from, to): (TokenId, TokenId),
        amount: Units,
        asked: &[SwapProvider],
    ) -> Terms {
        let first = asked.first().copied().unwrap_or(SwapProvider::Relay);
        let provider = if from == to {
            first
        } else {
            asked.iter().copied().min_by_key(|provider| fee_bps(*provider)).unwrap_or(first)
        };
        self.terms_of(rules, (from, to), amount, provider)
    }

    /// The terms of one provider, at present prices.
    pub(super) fn terms_of(
        &self,
        rules: &Rulebook,
        (from, to): (TokenId, TokenId),
        amount: Units,
        provider: SwapProvider,
    ) -> Terms {
        let (source, target) = (from.token(), to.token());
        let (price, its_price) = (self.price(source), self.price(target));
        let is_transfer = from == to;
        let fee_bps = if is_transfer { 0 } else { fee_bps(provider) };
        let fee = amount.basis_points(fee_bps);
        let expected = match is_transfer {
            true => amount,
            false => source.exchanged(amount.less(fee), price, target, its_price),
        };
        let kept = 10_000 - if is_transfer { 0 } else { rules.quote.slippage_bps };
        let is_cross_chain = source.chain_id != target.chain_id;
        let cross_seconds = (rules.swap.cross_chain_fill_ms + 999) / 1_000;
        Terms {
            from,
            to,
            provider,
            amount,
            fee_bps,
            fee,
            expected,
            minimum: expected.basis_points(u32::try_from(kept).unwrap_or_default()),
            value_in: source.value(amount, price),
            value_out: target.value(expected, its_price),
            fill_seconds: match is_cross_chain {
                true => i32::try_from(cross_seconds).unwrap_or(i32::MAX),
                false => FILL_SECONDS,
            },
        }
    }
}

//! `set-price` (SB 5.3): the market moves (AG 5.12).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        amount::{self, Amount},
    },
    programs::collateral::{
        commands,
        token::{TOKENS, Token},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetPrice {
    /// The symbol of a token: `USDC`, `PYUSD` or `WETH`. Its price is one on all chains.
    asset: String,
    /// The price of a whole token, in US dollars and whole cents.
    price: Amount,
}

/// A token and its price now.
#[derive(Serialize, ToSchema)]
pub(super) struct PriceNow {
    asset: &'static str,
    price: String,
}

impl Op for SetPrice {
    const NAME: &'static str = "set-price";
    const SUMMARY: &'static str = "Sets the price at which a token is swapped from now on.";
    type Result = PriceNow;

    fn run(self, handle: &Handle) -> Outcome<PriceNow> {
        let token = self.token()?;
        let price = self.price.cents("/price")?;
        let command = commands::SetPrice { symbol: token.symbol.to_owned(), price };
        act(handle, Self::NAME, &command).map_err(|no| no.instead_of("/amount", "/price"))?;
        let result = PriceNow { asset: token.symbol, price: amount::text(price) };
        Ok(Effect { result, changed: vec![format!("price:{}", token.symbol)] })
    }
}

impl SetPrice {
    fn token(&self) -> Result<&'static Token, Problem> {
        let named = TOKENS.iter().find(|token| token.symbol.eq_ignore_ascii_case(&self.asset));
        named.ok_or_else(|| {
            let mut symbols: Vec<_> = TOKENS.iter().map(|token| token.symbol).collect();
            symbols.sort_unstable();
            symbols.dedup();
            Problem::choice("/asset", &self.asset, &symbols)
        })
    }
}

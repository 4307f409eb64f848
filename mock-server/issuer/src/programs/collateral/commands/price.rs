//! Prices of tokens (AG 5.12).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::{AmountOutOfRange, Cents},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        token::{HIGHEST_PRICE, TOKENS},
    },
};

/// The price of a token changes, on all chains.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetPrice {
    /// The symbol of the token.
    pub symbol: String,
    /// The price of a whole token, in cents.
    pub price: Cents,
}

impl Command for SetPrice {
    type Program = Collateral;
    type Plan = &'static str;
    type Done = ();

    fn check(&self, _: &Collateral, _: &CheckContext<'_>) -> Result<&'static str, Refusal> {
        let known = TOKENS.iter().find(|token| token.symbol.eq_ignore_ascii_case(&self.symbol));
        let symbol = known.ok_or(Refusal::TokenNotSupported)?.symbol;
        match (1..=HIGHEST_PRICE).contains(&self.price) {
            true => Ok(symbol),
            false => Err(AmountOutOfRange { max: HIGHEST_PRICE }.into()),
        }
    }

    fn apply(&self, symbol: &'static str, collateral: &mut Collateral, _: &mut ApplyContext<'_>) {
        collateral.prices.insert(symbol.to_owned(), self.price);
    }
}

//! Tokens of the token table, as ops name them (AG 5.12).

use crate::{
    control::Problem,
    programs::collateral::token::{TOKENS, Token},
};

/// The token that is meant where none is named.
const USUAL: &str = "USDC";

/// The token of a symbol on a chain.
pub(super) fn named(symbol: Option<&str>, chain_id: i32) -> Result<&'static Token, Problem> {
    let symbol = symbol.unwrap_or(USUAL);
    Token::named(symbol, chain_id).ok_or_else(|| {
        let here: Vec<_> = TOKENS.iter().filter(|token| token.chain_id == chain_id).collect();
        if here.is_empty() {
            let mut chains: Vec<_> = TOKENS.iter().map(|token| token.chain_id).collect();
            chains.dedup();
            let chains: Vec<_> = chains.iter().map(ToString::to_string).collect();
            return Problem::choice("/chain_id", &chain_id.to_string(), &chains);
        }
        let symbols: Vec<_> = here.iter().map(|token| token.symbol).collect();
        Problem::choice("/asset", symbol, &symbols)
    })
}

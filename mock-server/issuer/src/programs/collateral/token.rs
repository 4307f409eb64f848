//! The token table: tokens that wallets hold and swaps trade, on each chain (AG 5.12).

use serde::{Deserialize, Serialize};

use super::Collateral;
use crate::money::{CENT, Cents, Micros, Units};

/// The number of a token of the table, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenId(pub i32);

/// A token on one chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: TokenId,
    /// The chain: 1 or 8453.
    pub chain_id: i32,
    /// The contract, with checksum.
    pub address: &'static str,
    /// The symbol, which is one for all chains.
    pub symbol: &'static str,
    /// The name.
    pub name: &'static str,
    /// The decimals of a whole token.
    pub decimals: u32,
    /// The price of a whole token when nobody has set another, in cents.
    pub usual_price: Cents,
    /// Collateral addresses credit it.
    pub is_collateral: bool,
}

/// All tokens, chain by chain.
pub static TOKENS: [Token; 5] = [
    usdc(1, 1, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"),
    Token {
        id: TokenId(2),
        chain_id: 1,
        address: "0x6c3ea9036406852006290770BEdFcAbA0e23A0e8",
        symbol: "PYUSD",
        name: "PayPal USD",
        decimals: 6,
        usual_price: 100,
        is_collateral: true,
    },
    weth(3, 1, "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"),
    usdc(4, 8453, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
    weth(5, 8453, "0x4200000000000000000000000000000000000006"),
];

const fn usdc(id: i32, chain_id: i32, address: &'static str) -> Token {
    Token {
        id: TokenId(id),
        chain_id,
        address,
        symbol: "USDC",
        name: "USD Coin",
        decimals: 6,
        usual_price: 100,
        is_collateral: true,
    }
}

const fn weth(id: i32, chain_id: i32, address: &'static str) -> Token {
    Token {
        id: TokenId(id),
        chain_id,
        address,
        symbol: "WETH",
        name: "Wrapped Ether",
        decimals: 18,
        usual_price: 250_000,
        is_collateral: false,
    }
}

/// The most whole tokens that one transfer moves. Products with prices then fit into 128 bits.
const MOST_TOKENS: u128 = 1_000_000_000;

/// The highest price of a whole token, in cents.
pub const HIGHEST_PRICE: Cents = 10_000_000;

impl TokenId {
    /// The token with this number.
    pub fn token(self) -> &'static Token {
        let found = TOKENS.iter().find(|token| token.id == self);
        found.expect("ids are those of the table")
    }
}

impl Token {
    /// The tokens with this contract, on any chain; addresses are compared without case.
    pub fn at(address: &str) -> impl Iterator<Item = &'static Self> {
        TOKENS.iter().filter(move |token| token.address.eq_ignore_ascii_case(address))
    }

    /// The token with this symbol on a chain.
    pub fn named(symbol: &str, chain_id: i32) -> Option<&'static Self> {
        let is_it =
            |token: &&Self| token.chain_id == chain_id && token.symbol.eq_ignore_ascii_case(symbol);
        TOKENS.iter().find(is_it)
    }

    /// The most units that one transfer moves.
    pub fn most(&self) -> Units {
        Units(MOST_TOKENS * self.one())
    }

    /// The units of a whole token.
    fn one(&self) -> u128 {
        10_u128.pow(self.decimals)
    }

    /// The value of an amount at a price in cents, in millionths of a dollar, rounded down.
    pub fn value(&self, amount: Units, price: Cents) -> Micros {
        let micros = amount.0 * scale(price) * scale(CENT) / self.one();
        Micros::try_from(micros).unwrap_or(Micros::MAX)
    }

    /// The amount of `other` that has the value of an amount of this token, at prices in cents,
    /// rounded down.
    pub fn exchanged(&self, amount: Units, price: Cents, other: &Self, its_price: Cents) -> Units {
        let worth = amount.0 * scale(price);
        let out = match other.decimals.checked_sub(self.decimals) {
            Some(more) => worth * 10_u128.pow(more) / scale(its_price),
            None => worth / (10_u128.pow(self.decimals - other.decimals) * scale(its_price)),
        };
        Units(out)
    }
}

/// A price or scale as a factor; prices are above zero.
fn scale(number: i64) -> u128 {
    u128::try_from(number).unwrap_or(1).max(1)
}

/// The name of a chain.
pub fn chain_name(chain_id: i32) -> Option<&'static str> {
    match chain_id {
        1 => Some("Ethereum"),
        8453 => Some("Base"),
        _ => None,
    }
}

impl Collateral {
    /// The price of a whole token now, in cents.
    pub fn price(&self, token: &Token) -> Cents {
        self.prices.get(token.symbol).copied().unwrap_or(token.usual_price)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_positions() {
        for (position, token) in (1..).zip(&TOKENS) {
            assert_eq!(token.id, TokenId(position));
        }
    }

    #[test]
    fn the_largest_transfer_at_the_highest_price_fits() {
        for token in &TOKENS {
            assert!(token.value(token.most(), HIGHEST_PRICE) > 0);
            for other in &TOKENS {
                assert!(token.exchanged(token.most(), HIGHEST_PRICE, other, 1).0 > 0);
            }
        }
    }
}

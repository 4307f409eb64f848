//! Balances of a wallet, token by token.

use async_graphql::SimpleObject;

use super::fields;
use crate::{
    money::CENT,
    programs::collateral::{Collateral, Token, Wallet, WalletId, token::chain_name},
};

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
    /// Balances of a wallet, in order of the token table.
    pub(crate) fn all(program: &Collateral, wallet: WalletId) -> Vec<Self> {
        let Some(wallet) = program.wallets.get(wallet) else { return Vec::new() };
        wallet.balances.keys().map(|id| Self::of(program, wallet, id.token())).collect()
    }

    fn of(program: &Collateral, wallet: &Wallet, token: &Token) -> Self {
        let (balance, price) = (wallet.balance(token.id), program.price(token));
        let cents = token.value(balance, price) / CENT;
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
            network_name: chain_name(token.chain_id).map(ToOwned::to_owned),
            decimals: i32::try_from(token.decimals).ok(),
        }
    }
}

/// Dollars with two decimals.
fn two_decimals(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

//! `make-wallet` (SB 5.1).

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::VariantNames;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    programs::managed::{Currency, commands::OpenWallet},
    surfaces::control::{
        Problem,
        amount::{self, Amount},
        entities::{Reference, managed},
    },
    worlds::Handle,
};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeWallet {
    /// A user of managed cards, who has one wallet for each currency.
    user: Reference,
    /// `KES`, `USD` or `UGX`.
    currency: String,
    /// The money that it gets, without an operation or an event; nothing when absent.
    balance: Option<Amount>,
}

/// A wallet and the money in it.
#[derive(Serialize, ToSchema)]
pub(super) struct WalletNow {
    wallet: String,
    currency: &'static str,
    available: String,
}

impl Op for MakeWallet {
    const NAME: &'static str = "make-wallet";
    const SUMMARY: &'static str = "Makes a wallet of a user, or pays into the one that there is.";
    type Result = WalletNow;

    fn run(self, handle: &Handle) -> Outcome<WalletNow> {
        let user = handle.read(|world| managed::user(world, &self.user).map(|user| user.id))?;
        let currency = Currency::from_str(&self.currency)
            .map_err(|_| Problem::choice("/currency", &self.currency, Currency::VARIANTS))?;
        let code = currency.code();
        let balance = self.balance.map(|balance| balance.units(code, "/balance"));
        let amount = balance.transpose()?.unwrap_or(0);
        let id = act(handle, Self::NAME, &OpenWallet { user, currency, amount })
            .map_err(|no| no.instead_of("/amount", "/balance"))?;
        let result = handle.read(|world| {
            let managed = &world.issuer.managed;
            let wallet = managed.wallets.get(id).map(|wallet| wallet.reference.clone());
            let available = amount::text_in(managed.ledger.wallet(id).available, code);
            WalletNow { wallet: wallet.unwrap_or_default(), currency: code, available }
        });
        let changed = vec![format!("wallet:{}", result.wallet)];
        Ok(Effect { result, changed })
    }
}

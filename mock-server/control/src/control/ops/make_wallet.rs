//! `make-wallet` (SB 5.1): a digital wallet of an in-app user or an organization, or a wallet of a
//! user of managed cards.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::VariantNames;
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{
    control::{
        Problem,
        amount::{self, Amount},
        entities::{Reference, collateral, managed},
    },
    money::Units,
    programs::{
        collateral::{
            commands::{FundWallet, MakeWallet as MakeDigitalWallet, WalletOwner},
            token::TOKENS,
            wallet::{EVM, SMART_TYPES},
        },
        managed::{Currency, commands::OpenWallet},
    },
    world::World,
    worlds::Handle,
};

/// The token that the balance of a digital wallet is in.
const USDC: &str = "USDC";

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeWallet {
    /// The owner: an in-app user, or with `currency` a user of managed cards, who has one wallet
    /// for each currency.
    user: Option<Reference>,
    /// The organization whose members share a digital wallet; instead of `user`.
    organization: Option<Reference>,
    /// `KES`, `USD` or `UGX`; a wallet with a currency is one for managed cards.
    currency: Option<String>,
    /// Network of a digital wallet; 60, the Ethereum family, when absent.
    network_id: Option<i32>,
    /// Type of a digital wallet; 3, a smart wallet, when absent.
    wallet_type_id: Option<i32>,
    /// Name of a digital wallet.
    nickname: Option<String>,
    /// True for a digital wallet that is shown as deleted; false when absent.
    deleted: Option<bool>,
    /// True for a digital wallet that is only watched; false when absent.
    readonly: Option<bool>,
    /// The money that it gets, without an operation or an event: of its currency, or USDC on each
    /// chain. Nothing when absent.
    balance: Option<Amount>,
}

/// A wallet. Currency and money are told of one for managed cards, the address of a digital one.
#[derive(Serialize, ToSchema)]
pub(super) struct WalletNow {
    wallet: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    available: Option<String>,
}

impl Op for MakeWallet {
    const NAME: &'static str = "make-wallet";
    const SUMMARY: &'static str =
        "Makes a wallet, or pays into one that a user of managed cards has.";
    const IS_SEVERAL: bool = true;
    type Result = WalletNow;

    fn run(self, handle: &Handle) -> Outcome<WalletNow> {
        let result = match &self.currency {
            Some(currency) => self.managed(handle, currency)?,
            None => self.digital(handle)?,
        };
        let changed = vec![format!("wallet:{}", result.wallet)];
        Ok(Effect { result, changed })
    }
}

impl MakeWallet {
    /// Opens a wallet for managed cards, or pays into it.
    fn managed(&self, handle: &Handle, currency: &str) -> Result<WalletNow, Problem> {
        self.is_plain()?;
        let Some(user) = &self.user else {
            return Err(Problem::missing("/user", "whose wallet is it?"));
        };
        let user = handle.read(|world| managed::user(world, user).map(|user| user.id))?;
        let currency = Currency::from_str(currency)
            .map_err(|_| Problem::choice("/currency", currency, Currency::VARIANTS))?;
        let code = currency.code();
        let balance = self.balance.as_ref().map(|balance| balance.units(code, "/balance"));
        let amount = balance.transpose()?.unwrap_or(0);
        let id = act(handle, Self::NAME, &OpenWallet { user, currency, amount })
            .map_err(|no| no.instead_of("/amount", "/balance"))?;
        Ok(handle.read(|world| {
            let managed = &world.issuer.managed;
            let wallet = managed.wallets.get(id).map(|wallet| wallet.reference.clone());
            let available = amount::text_in(managed.ledger.wallet(id).available, code);
            WalletNow {
                wallet: wallet.unwrap_or_default(),
                address: None,
                currency: Some(code),
                available: Some(available),
            }
        }))
    }

    /// Refuses members that only digital wallets have.
    fn is_plain(&self) -> Result<(), Problem> {
        let given = [
            ("organization", self.organization.is_some()),
            ("network_id", self.network_id.is_some()),
            ("wallet_type_id", self.wallet_type_id.is_some()),
            ("nickname", self.nickname.is_some()),
            ("deleted", self.deleted.is_some()),
            ("readonly", self.readonly.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            None => Ok(()),
            Some((name, _)) => {
                let detail = "only a digital wallet has it, and that has no `currency`";
                Err(Problem::invalid(&format!("/{name}"), detail))
            }
        }
    }

    /// Makes a digital wallet, and pays in USDC on each chain.
    fn digital(&self, handle: &Handle) -> Result<WalletNow, Problem> {
        let command = MakeDigitalWallet {
            owner: handle.read(|world| self.owner(world))?,
            network_id: self.network_id.unwrap_or(EVM),
            wallet_type_id: self.wallet_type_id.unwrap_or(SMART_TYPES[0]),
            nickname: self.nickname.clone(),
            deleted: self.deleted.unwrap_or_default(),
            readonly: self.readonly.unwrap_or_default(),
        };
        let balance = self.balance.as_ref().map(|balance| balance.units(USDC, "/balance"));
        let amount = balance.transpose()?.map(|units| Units(u128::from(units.unsigned_abs())));
        let id = act(handle, Self::NAME, &command)?;
        if let Some(amount) = amount {
            for token in TOKENS.iter().filter(|token| token.symbol == USDC) {
                act(handle, Self::NAME, &FundWallet { wallet: id, token: token.id, amount })?;
            }
        }
        let address = handle.read(|world| {
            world.issuer.collateral.wallets.get(id).map(|wallet| wallet.address.clone())
        });
        Ok(WalletNow { wallet: id.to_string(), address, currency: None, available: None })
    }

    fn owner(&self, world: &World) -> Result<WalletOwner, Problem> {
        match (&self.user, &self.organization) {
            (Some(user), None) => Ok(WalletOwner::User(collateral::user(world, user)?.id)),
            (None, Some(organization)) => {
                Ok(WalletOwner::Organization(collateral::organization(world, organization)?.id))
            }
            _ => Err(Problem::invalid("", "give exactly one of `user` and `organization`")),
        }
    }
}

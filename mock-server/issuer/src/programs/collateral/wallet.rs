//! Digital wallets: smart wallets that fund cards, and others (AG 5.11).

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    CardUser, Collateral, Refusal, Tenant,
    ids::{CardUserId, OrganizationId, WalletId},
    token::TokenId,
    updated::updated,
};
use crate::{collections::Row, command, money::Units};

/// The network of the Ethereum family.
pub const EVM: i32 = 60;

/// The types of smart wallets.
pub const SMART_TYPES: [i32; 2] = [3, 7];

/// A digital wallet. It exists on every chain of the token table under one address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wallet {
    /// Internal id, `digitalWalletId`.
    pub id: WalletId,
    /// Short name.
    pub nickname: Option<String>,
    /// The type: 3 and 7 are smart wallets.
    pub wallet_type_id: i32,
    /// The network: 60 is that of the Ethereum family.
    pub network_id: i32,
    /// The address, `0x` and 40 hex digits.
    pub address: String,
    /// The in-app user to whom it belongs; none for a wallet of an organization.
    pub user: Option<CardUserId>,
    /// The organization whose members share it; none for a wallet of one user.
    pub organization: Option<OrganizationId>,
    /// True when the wallet is shown as deleted.
    pub deleted: bool,
    /// True when the wallet is only watched, so that nothing can be spent from it.
    pub readonly: bool,
    /// Amounts by token, in smallest units. A token that came and went has zero.
    pub balances: OrdMap<TokenId, Units>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row; it always grows.
    pub updated_at: Timestamp,
}

impl Row for Wallet {
    type Id = WalletId;
    const TRACKED: bool = true;
}

impl Wallet {
    /// Tells whether the wallet can fund cards: a smart wallet of the Ethereum family that is
    /// neither deleted nor read-only.
    pub fn can_fund(&self) -> bool {
        self.network_id == EVM
            && SMART_TYPES.contains(&self.wallet_type_id)
            && !self.deleted
            && !self.readonly
    }

    /// The amount of a token in the wallet.
    pub fn balance(&self, token: TokenId) -> Units {
        self.balances.get(&token).copied().unwrap_or_default()
    }

    /// An amount comes in.
    pub(super) fn credit(&mut self, token: TokenId, amount: Units, now: Timestamp) {
        self.balances.insert(token, self.balance(token).plus(amount));
        self.updated_at = updated(self.updated_at, now);
    }

    /// An amount goes out; a check has seen that it is there.
    pub(super) fn debit(&mut self, token: TokenId, amount: Units, now: Timestamp) {
        self.balances.insert(token, self.balance(token).less(amount));
        self.updated_at = updated(self.updated_at, now);
    }
}

impl Collateral {
    /// The wallets that an in-app user sees, in order of id: its own, and those that the members of
    /// its organization share.
    pub fn wallets_of(&self, user: &CardUser) -> Vec<WalletId> {
        let organization = self.companies[user.company].organization;
        let shared = self.organizations[organization].wallets.iter();
        let mut all: Vec<_> = user.wallets.iter().chain(shared).collect();
        all.sort_unstable();
        all
    }

    /// The wallet, when it exists and the caller may use it. Missing and foreign look the same.
    pub fn own_wallet(
        &self,
        caller: impl Into<command::Caller<Tenant>>,
        id: WalletId,
    ) -> Result<&Wallet, Refusal> {
        use command::Caller;
        let wallet = self.wallets.get(id).ok_or(Refusal::NotYours)?;
        let owns = match caller.into() {
            Caller::Ops => true,
            Caller::Tenant(Tenant::User(user)) => {
                let company = self.users[user].company;
                let organization = self.companies[company].organization;
                wallet.organization.map_or(wallet.user == Some(user), |its| its == organization)
            }
            Caller::Tenant(Tenant::Partner(_)) | Caller::Stranger => false,
        };
        if owns { Ok(wallet) } else { Err(Refusal::NotYours) }
    }

    /// The first wallet of a person that can fund cards; withdrawals go there.
    pub fn funding_wallet(&self, user: &CardUser) -> Option<&Wallet> {
        self.wallets_of(user).into_iter().map(|id| &self.wallets[id]).find(|row| row.can_fund())
    }
}

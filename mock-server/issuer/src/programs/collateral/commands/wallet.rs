//! Making digital wallets, and paying into them: what only the back office can do (SB 5.1, 5.3).

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::{AmountOutOfRange, MOST, Units},
    people::address::is_too_long,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        ids::{CardUserId, OrganizationId, WalletId},
        token::TokenId,
        wallet::Wallet,
    },
};

/// A new digital wallet (`make-wallet`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeWallet {
    /// The owner.
    pub owner: WalletOwner,
    /// The network; 60 is that of the Ethereum family.
    pub network_id: i32,
    /// The type; 3 and 7 are smart wallets.
    pub wallet_type_id: i32,
    /// Short name.
    pub nickname: Option<String>,
    /// True when the wallet is shown as deleted.
    pub deleted: bool,
    /// True when the wallet is only watched, so that nothing can be spent from it.
    pub readonly: bool,
}

/// The owner of a wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WalletOwner {
    /// One in-app user.
    User(CardUserId),
    /// All members of an organization.
    Organization(OrganizationId),
}

impl Command for MakeWallet {
    type Program = Collateral;
    type Plan = ();
    type Done = WalletId;

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        match self.owner {
            WalletOwner::User(user) => {
                let user = collateral.users.get(user).ok_or(Refusal::NotYours)?;
                user.user_id.as_ref().ok_or(Refusal::NotYours)?;
            }
            WalletOwner::Organization(organization) => {
                collateral.organizations.get(organization).ok_or(Refusal::NotYours)?;
            }
        }
        match self.nickname.as_deref().is_some_and(is_too_long) {
            true => Err(Refusal::OrganizationNameTooLong),
            false => Ok(()),
        }
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> WalletId {
        let id = collateral.wallets.next();
        let (user, organization) = match self.owner {
            WalletOwner::User(user) => {
                collateral.users.change(user).wallets.push(id);
                (Some(user), None)
            }
            WalletOwner::Organization(organization) => {
                collateral.organizations.change(organization).wallets.push(id);
                (None, Some(organization))
            }
        };
        collateral.wallets.push(Wallet {
            id,
            nickname: self.nickname.clone(),
            wallet_type_id: self.wallet_type_id,
            network_id: self.network_id,
            address: context.hex::<20>("wallet.address"),
            user,
            organization,
            deleted: self.deleted,
            readonly: self.readonly,
            balances: OrdMap::new(),
            created_at: context.now,
            updated_at: context.now,
        });
        id
    }
}

/// A transfer into a digital wallet (`deposit` with a wallet). It arrives at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FundWallet {
    /// The wallet.
    pub wallet: WalletId,
    /// The token, which has one chain.
    pub token: TokenId,
    /// The amount, in smallest units.
    pub amount: Units,
}

impl Command for FundWallet {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let wallet = collateral.wallets.get(self.wallet).ok_or(Refusal::NotYours)?;
        let sum = wallet.balance(self.token).plus(self.amount);
        match self.amount.is_zero() || sum > self.token.token().most() {
            true => Err(AmountOutOfRange { max: MOST }.into()),
            false => Ok(()),
        }
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let wallet = collateral.wallets.change(self.wallet);
        wallet.credit(self.token, self.amount, context.now);
    }
}

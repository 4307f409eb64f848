//! `OpenWallet`: a wallet with money, without an event (MC 19).

use serde::{Deserialize, Serialize};

use super::within;
use crate::{
    command::Command,
    money::Cents,
    programs::managed::{
        Account, ApplyContext, CheckContext, Currency, Managed, Refusal, Wallet,
        ids::{UserId, WalletId, reference},
    },
};

/// A wallet with money (`make-wallet`). A user has one per currency: the money of a second one
/// goes to the first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenWallet {
    /// The user.
    pub user: UserId,
    /// The currency.
    pub currency: Currency,
    /// The amount, in minor units.
    pub amount: Cents,
}

impl Command for OpenWallet {
    type Program = Managed;
    type Plan = Option<WalletId>;
    type Done = WalletId;

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<Option<WalletId>, Refusal> {
        let user = managed.users.get(self.user).ok_or(Refusal::NotFound)?;
        let wallet = user.wallets.get(&self.currency).copied();
        let outside = Account::Outside(self.currency);
        let room = wallet.map_or_else(
            || managed.ledger.room(outside, outside),
            |wallet| managed.ledger.room(outside, Account::Wallet(wallet)),
        );
        within(self.amount, 0, room)?;
        Ok(wallet)
    }

    fn apply(
        &self,
        wallet: Option<WalletId>,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> WalletId {
        let (now, currency) = (context.now, self.currency);
        let id = wallet.unwrap_or_else(|| {
            let id = managed.wallets.next();
            let reference = reference(context.dice, "mc.wal");
            managed.references.wallets.insert(reference.clone(), id);
            managed.wallets.push(Wallet {
                id,
                reference,
                user: self.user,
                currency,
                created_at: now,
                updated_at: now,
            });
            managed.users.change(self.user).wallets.insert(currency, id);
            id
        });
        managed.ledger.transfer(Account::Outside(currency), Account::Wallet(id), self.amount);
        managed.wallets.change(id).updated_at = now;
        id
    }
}

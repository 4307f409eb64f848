//! `Deposit`: money from outside (MC 19).

use serde::{Deserialize, Serialize};

use super::within;
use crate::{
    command::Command,
    money::Cents,
    programs::managed::{
        Account, ApplyContext, CheckContext, Managed, Refusal,
        ids::{OperationId, WalletId},
        operation::{Links, OperationKind},
    },
};

/// Money reaches a wallet (`deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Deposit {
    /// The wallet.
    pub wallet: WalletId,
    /// The amount, in minor units.
    pub amount: Cents,
}

impl Command for Deposit {
    type Program = Managed;
    type Plan = Account;
    type Done = OperationId;

    fn check(&self, managed: &Managed, _: &CheckContext<'_>) -> Result<Account, Refusal> {
        let wallet = managed.wallets.get(self.wallet).ok_or(Refusal::NotFound)?;
        let outside = Account::Outside(wallet.currency);
        within(self.amount, 1, managed.ledger.room(outside, Account::Wallet(wallet.id)))?;
        Ok(outside)
    }

    fn apply(
        &self,
        outside: Account,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> OperationId {
        let deposit = (OperationKind::Deposit, self.amount);
        let id = managed.credit(context, outside, deposit, (self.wallet, Links::default()));
        let operation = managed.operations[id].clone();
        managed.tell_wallet(context, &operation);
        id
    }
}

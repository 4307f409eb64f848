//! Deposits: made, received, confirmed (PG 10.2, AG 5.13, SB 5.3).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::{AmountOutOfRange, Cents, Confirmation, DepositStatus, MOST, WIDE_CENT, WideMicros},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        ids::{CardUserId, DepositId},
        ledger::Figure,
        transfer::{Transfer, arrive, confirm, is_taken, receive},
    },
};

/// A transfer to a deposit address (`deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeDeposit {
    /// The card user whose address is paid.
    pub user: CardUserId,
    /// The whole cents of the amount.
    pub amount: Cents,
    /// The rest, in millionths of a dollar.
    pub dust_micros: i64,
    /// The token.
    pub asset: String,
    /// The chain.
    pub chain_id: i32,
    /// The way to the confirmation.
    pub confirm: Confirmation,
    /// A signature is active for a while after the receipt, which holds withdrawals up (AG 5.14).
    pub leaves_signature: bool,
}

impl Command for MakeDeposit {
    type Program = Collateral;
    type Plan = ();
    type Done = DepositId;

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let user = collateral.users.get(self.user).ok_or(Refusal::NotYours)?;
        let account = user.account.as_ref().ok_or(Refusal::NoAccount)?;
        let max = match is_taken(&self.asset) {
            true => account.room(Figure::Credit, &context.rules.balance),
            false => MOST,
        };
        let is_something = self.amount > 0 || (self.amount == 0 && self.dust_micros > 0);
        // What is below a cent may make one, together with what is there.
        let needed = self.amount.saturating_add(Cents::from(self.dust_micros > 0));
        if !is_something || needed > max {
            return Err(AmountOutOfRange { max }.into());
        }
        Ok(())
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> DepositId {
        let transfer = Transfer {
            user: self.user,
            asset: self.asset.clone(),
            chain_id: self.chain_id,
            micros: WideMicros::from(self.amount) * WIDE_CENT + WideMicros::from(self.dust_micros),
            confirm: self.confirm,
            transaction_hash: None,
            leaves_signature: self.leaves_signature,
        };
        let id = transfer.send(collateral, context);
        arrive(context, id);
        id
    }
}

/// A transfer arrives (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReceiveDeposit {
    /// The deposit.
    pub deposit: DepositId,
}

impl Command for ReceiveDeposit {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        waits(collateral, self.deposit, DepositStatus::Sent)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        receive(collateral, context, self.deposit);
    }
}

/// A received deposit is confirmed (timeline, `confirm-deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmDeposit {
    /// The deposit.
    pub deposit: DepositId,
}

impl Command for ConfirmDeposit {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        waits(collateral, self.deposit, DepositStatus::Received)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        confirm(collateral, context, self.deposit);
    }
}

fn waits(collateral: &Collateral, id: DepositId, wanted: DepositStatus) -> Result<(), Refusal> {
    let deposit = collateral.deposits.get(id).ok_or(Refusal::NotYours)?;
    if deposit.status == wanted {
        return Ok(());
    }
    Err(Refusal::DepositState { status: deposit.status.name() })
}

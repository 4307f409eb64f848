//! Deposits: made and confirmed (ER 8.16, SB 5.3).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::{AmountOutOfRange, CENT, Confirmation, DepositStatus, Micros},
    programs::prepaid::{
        ApplyContext, CheckContext, Effect, Prepaid, Refusal, funds::Funds, ids::FundsId,
        ledger::Account,
    },
};

/// A transfer to an address of a project or a user (`deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PayIn {
    /// The account that gets the money: a master balance or a user.
    pub to: Account,
    /// The amount, in millionths of a dollar.
    pub amount: Micros,
    /// The asset.
    pub asset: String,
    /// The way to the confirmation.
    pub confirm: Confirmation,
}

impl Command for PayIn {
    type Program = Prepaid;
    type Plan = ();
    type Done = FundsId;

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let known = match self.to {
            Account::Master(project) => prepaid.projects.get(project).is_some(),
            Account::User(user) => prepaid.users.get(user).is_some(),
            _ => false,
        };
        if !known {
            return Err(Refusal::NotYours);
        }
        let room = prepaid.room_for_deposits();
        if (1..=room).contains(&self.amount) {
            return Ok(());
        }
        Err(AmountOutOfRange { max: room / CENT }.into())
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) -> FundsId {
        let id = prepaid.funds.next();
        prepaid.funds.push(Funds {
            id,
            to: self.to,
            amount: self.amount,
            asset: self.asset.clone(),
            credited: self.asset.eq_ignore_ascii_case("USDT"),
            status: DepositStatus::Received,
            created_at: context.now,
            confirmed_at: None,
        });
        match (self.confirm, context.rules.er.wallet.deposit_confirm_ms) {
            (Confirmation::Later, _) => {}
            (Confirmation::Now, _) | (Confirmation::Auto, 0) => confirm(prepaid, context, id),
            (Confirmation::Auto, delay) => context.after(delay, Effect::ConfirmFunds(id)),
        }
        id
    }
}

/// A transfer is confirmed (timeline, `confirm-deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmFunds {
    /// The deposit.
    pub funds: FundsId,
}

impl Command for ConfirmFunds {
    type Program = Prepaid;
    type Plan = ();
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let funds = prepaid.funds.get(self.funds).ok_or(Refusal::NotYours)?;
        match funds.status {
            DepositStatus::Received => Ok(()),
            other => Err(Refusal::DepositState { status: other.name() }),
        }
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        confirm(prepaid, context, self.funds);
    }
}

fn confirm(prepaid: &mut Prepaid, context: &mut ApplyContext<'_>, id: FundsId) {
    let funds = prepaid.funds.change(id);
    funds.status = DepositStatus::Confirmed;
    funds.confirmed_at = Some(context.now);
    if !funds.credited {
        return;
    }
    let (to, amount) = (funds.to, funds.amount);
    let fee = context.rules.er.wallet.fee_micros().min(amount);
    prepaid.ledger.transfer(Account::World, to, amount - fee);
    prepaid.ledger.transfer(Account::World, Account::Fees, fee);
}

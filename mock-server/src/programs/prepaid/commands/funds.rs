//! Money comes in (ER 8.16, SB 5.3).

use serde::{Deserialize, Serialize};

use crate::{
    money::{CENT, Confirmation, DepositStatus, Micros},
    programs::{
        CheckContext, Command, Effect, Issuer, Refusal, Turn,
        prepaid::{funds::Funds, ids::FundsId, ledger::Account},
    },
};

/// A transfer to an address of a project or a user (`deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PayIn {
    /// Who gets it: a master balance or a user.
    pub to: Account,
    /// How much.
    pub amount: Micros,
    /// Of what.
    pub asset: String,
    /// When it is confirmed.
    pub confirm: Confirmation,
}

impl Command for PayIn {
    const NAME: &'static str = "pay-in";
    type Plan = ();
    type Done = FundsId;

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let known = match self.to {
            Account::Master(project) => issuer.prepaid.projects.get(project).is_some(),
            Account::User(user) => issuer.prepaid.users.get(user).is_some(),
            _ => false,
        };
        if !known {
            return Err(Refusal::NotYours);
        }
        let room = issuer.prepaid.room_for_deposits();
        if (1..=room).contains(&self.amount) {
            return Ok(());
        }
        Err(Refusal::AmountOutOfRange { max: room / CENT })
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) -> FundsId {
        let id = issuer.prepaid.funds.next();
        issuer.prepaid.funds.push(Funds {
            id,
            to: self.to,
            amount: self.amount,
            asset: self.asset.clone(),
            credited: self.asset.eq_ignore_ascii_case("USDT"),
            status: DepositStatus::Received,
            created_at: turn.now,
            confirmed_at: None,
        });
        match (self.confirm, turn.rules.er.wallet.deposit_confirm_ms) {
            (Confirmation::Later, _) => {}
            (Confirmation::Now, _) | (Confirmation::Auto, 0) => confirm(issuer, turn, id),
            (Confirmation::Auto, delay) => turn.after(delay, Effect::ConfirmFunds(id)),
        }
        id
    }
}

/// A transfer is confirmed (timeline, `confirm-deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmFunds {
    /// Which.
    pub funds: FundsId,
}

impl Command for ConfirmFunds {
    const NAME: &'static str = "funds.confirm";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let funds = issuer.prepaid.funds.get(self.funds).ok_or(Refusal::NotYours)?;
        match funds.status {
            DepositStatus::Received => Ok(()),
            other => Err(Refusal::DepositState { status: other.name() }),
        }
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        confirm(issuer, turn, self.funds);
    }
}

fn confirm(issuer: &mut Issuer, turn: &mut Turn<'_>, id: FundsId) {
    let funds = issuer.prepaid.funds.change(id);
    funds.status = DepositStatus::Confirmed;
    funds.confirmed_at = Some(turn.now);
    if !funds.credited {
        return;
    }
    let (to, amount) = (funds.to, funds.amount);
    let fee = turn.rules.er.wallet.fee_micros().min(amount);
    issuer.prepaid.ledger.transfer(Account::World, to, amount - fee);
    issuer.prepaid.ledger.transfer(Account::World, Account::Fees, fee);
}

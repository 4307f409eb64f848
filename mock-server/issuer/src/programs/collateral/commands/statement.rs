//! Statements: what is posted becomes due, and is paid (SB 5.3).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::{AmountOutOfRange, Cents},
    programs::collateral::{ApplyContext, CheckContext, Collateral, Refusal, ids::CardUserId},
};

/// A statement closes (`close-statement`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloseStatement {
    /// The card user whose account it is.
    pub user: CardUserId,
}

impl Command for CloseStatement {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let user = collateral.users.get(self.user).ok_or(Refusal::NotYours)?;
        user.account.as_ref().map(|_| ()).ok_or(Refusal::NoAccount)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, _: &mut ApplyContext<'_>) {
        if let Some(account) = &mut collateral.users.change(self.user).account {
            account.close_statement();
        }
    }
}

/// A payment comes in (`pay-statement`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PayStatement {
    /// The card user whose account it is.
    pub user: CardUserId,
    /// The amount, in cents; all that is due when absent.
    pub amount: Option<Cents>,
}

impl Command for PayStatement {
    type Program = Collateral;
    type Plan = Cents;
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let user = collateral.users.get(self.user).ok_or(Refusal::NotYours)?;
        let due = user.account.as_ref().ok_or(Refusal::NoAccount)?.due;
        match self.amount.unwrap_or(due) {
            amount if (1..=due).contains(&amount) => Ok(amount),
            _ => Err(AmountOutOfRange { max: due }.into()),
        }
    }

    fn apply(&self, amount: Cents, collateral: &mut Collateral, _: &mut ApplyContext<'_>) {
        if let Some(account) = &mut collateral.users.change(self.user).account {
            account.pay(amount);
        }
    }
}

//! Deposits: made, received, confirmed, credited (PG 10.2, SB 5.3).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    money::{AmountOutOfRange, Cents, Confirmation, DepositStatus, MOST},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Effect, Event, Refusal,
        deposit::Deposit,
        ids::{CardUserId, DepositId},
        ledger::Figure,
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
}

impl Command for MakeDeposit {
    type Program = Collateral;
    type Plan = String;
    type Done = DepositId;

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<String, Refusal> {
        let user = collateral.users.get(self.user).ok_or(Refusal::NotYours)?;
        let account = user.account.as_ref().ok_or(Refusal::NoAccount)?;
        let max = match self.is_credited() {
            true => account.room(Figure::Credit, &context.rules.balance),
            false => MOST,
        };
        let is_something = self.amount > 0 || (self.amount == 0 && self.dust_micros > 0);
        if !is_something || self.amount > max {
            return Err(AmountOutOfRange { max }.into());
        }
        Ok(account.deposit_address.clone())
    }

    fn apply(
        &self,
        address: String,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> DepositId {
        let id = collateral.deposits.next();
        collateral.deposits.push(Deposit {
            id,
            user: self.user,
            address,
            chain_id: self.chain_id,
            token_symbol: self.asset.clone(),
            token_address: context.hex::<20>("deposit.token_address"),
            amount: self.amount,
            dust_micros: self.dust_micros,
            credited: self.is_credited(),
            transaction_hash: context.hex::<32>("deposit.transaction_hash"),
            status: DepositStatus::Sent,
            confirm: self.confirm,
            received_at: None,
            credited_at: None,
            confirmed_at: None,
            created_at: context.now,
        });
        let user = collateral.users.change(self.user);
        user.deposits.push(id);
        if let Some(account) = user.account.as_mut().filter(|_| self.is_credited()) {
            account.expect(self.amount);
        }
        let company = user.company;
        let partner = collateral.partner_of(company);
        collateral.partners.change(partner).holdings.deposits.push(id);
        match context.rules.fund.receive_delay_ms {
            0 => receive(collateral, context, id),
            delay => context.after(delay, Effect::ReceiveDeposit(id)),
        }
        id
    }
}

impl MakeDeposit {
    /// The addresses of the sandbox take USDC, whatever the chain.
    fn is_credited(&self) -> bool {
        self.asset.eq_ignore_ascii_case("USDC")
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

fn receive(collateral: &mut Collateral, context: &mut ApplyContext<'_>, id: DepositId) {
    let deposit = collateral.deposits.change(id);
    deposit.status = DepositStatus::Received;
    deposit.received_at = Some(context.now);
    let how = deposit.confirm;
    let kind = Event::CollateralReceived;
    context.raise(kind, format!("deposit:{id}"));
    if context.rules.fund.credit_on_received {
        credit(collateral, context, id);
    }
    match (how, context.rules.fund.confirm_delay_ms) {
        (Confirmation::Later, _) => {}
        (Confirmation::Now, _) | (Confirmation::Auto, 0) => confirm(collateral, context, id),
        (Confirmation::Auto, delay) => context.after(delay, Effect::ConfirmDeposit(id)),
    }
}

fn confirm(collateral: &mut Collateral, context: &mut ApplyContext<'_>, id: DepositId) {
    let deposit = collateral.deposits.change(id);
    deposit.status = DepositStatus::Confirmed;
    deposit.confirmed_at = Some(context.now);
    let kind = Event::CollateralConfirmed;
    context.raise(kind, format!("deposit:{id}"));
    if context.rules.fund.confirm_raises_limit {
        credit(collateral, context, id);
    }
}

/// Credits a deposit, unless that was done or the address does not take the asset.
fn credit(collateral: &mut Collateral, context: &ApplyContext<'_>, id: DepositId) {
    let deposit = collateral.deposits.change(id);
    let (user, amount, dust) = (deposit.user, deposit.amount, deposit.dust_micros);
    if !deposit.credited || deposit.credited_at.is_some() {
        return;
    }
    deposit.credited_at = Some(context.now);
    if let Some(account) = &mut collateral.users.change(user).account {
        account.credit(amount);
        account.dust_micros += dust;
    }
}

//! Money comes in (PG 10.2, SB 5.3).

use serde::{Deserialize, Serialize};

use crate::{
    money::{Cents, Confirmation, DepositStatus, MOST},
    programs::{
        CheckContext, Command, Effect, Event, EventKind, Issuer, Refusal, Turn,
        collateral::{
            deposit::Deposit,
            ids::{CardUserId, DepositId},
            ledger::Movement,
        },
    },
};

/// A transfer to a deposit address (`deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MakeDeposit {
    /// Whose address is paid.
    pub user: CardUserId,
    /// Whole cents of it.
    pub amount: Cents,
    /// The rest, in millionths of a dollar.
    pub dust_micros: i64,
    /// The token.
    pub asset: String,
    /// The chain.
    pub chain_id: i32,
    /// When it is confirmed.
    pub confirm: Confirmation,
}

impl Command for MakeDeposit {
    const NAME: &'static str = "deposit";
    type Plan = String;
    type Done = DepositId;

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<String, Refusal> {
        let user = issuer.collateral.users.get(self.user).ok_or(Refusal::NotYours)?;
        let account = user.account.as_ref().ok_or(Refusal::NoAccount)?;
        let max = match self.is_credited() {
            true => account.room(Movement::Credit, &context.rules.balance),
            false => MOST,
        };
        let is_something = self.amount > 0 || (self.amount == 0 && self.dust_micros > 0);
        if !is_something || self.amount > max {
            return Err(Refusal::AmountOutOfRange { max });
        }
        Ok(account.deposit_address.clone())
    }

    fn apply(&self, address: String, issuer: &mut Issuer, turn: &mut Turn<'_>) -> DepositId {
        let id = issuer.collateral.deposits.next();
        issuer.collateral.deposits.push(Deposit {
            id,
            user: self.user,
            address,
            chain_id: self.chain_id,
            token_symbol: self.asset.clone(),
            token_address: turn.hex::<20>("deposit.token_address"),
            amount: self.amount,
            dust_micros: self.dust_micros,
            credited: self.is_credited(),
            transaction_hash: turn.hex::<32>("deposit.transaction_hash"),
            status: DepositStatus::Sent,
            confirm: self.confirm,
            received_at: None,
            confirmed_at: None,
            created_at: turn.now,
        });
        let user = issuer.collateral.users.change(self.user);
        user.deposits.push(id);
        if let Some(account) = user.account.as_mut().filter(|_| self.is_credited()) {
            account.expect(self.amount);
        }
        let company = user.company;
        let partner = issuer.collateral.partner_of(company);
        issuer.collateral.partners.change(partner).holdings.deposits.push(id);
        match turn.rules.fund.receive_delay_ms {
            0 => receive(issuer, turn, id),
            delay => turn.after(delay, Effect::ReceiveDeposit(id)),
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
    const NAME: &'static str = "deposit.receive";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        waits(issuer, self.deposit, DepositStatus::Sent)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        receive(issuer, turn, self.deposit);
    }
}

/// A received deposit is confirmed (timeline, `confirm-deposit`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfirmDeposit {
    /// The deposit.
    pub deposit: DepositId,
}

impl Command for ConfirmDeposit {
    const NAME: &'static str = "deposit.confirm";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, _: &CheckContext<'_>) -> Result<(), Refusal> {
        waits(issuer, self.deposit, DepositStatus::Received)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        confirm(issuer, turn, self.deposit);
    }
}

fn waits(issuer: &Issuer, id: DepositId, wanted: DepositStatus) -> Result<(), Refusal> {
    let deposit = issuer.collateral.deposits.get(id).ok_or(Refusal::NotYours)?;
    if deposit.status == wanted {
        return Ok(());
    }
    Err(Refusal::DepositState { status: deposit.status.name() })
}

fn receive(issuer: &mut Issuer, turn: &mut Turn<'_>, id: DepositId) {
    let deposit = issuer.collateral.deposits.change(id);
    deposit.status = DepositStatus::Received;
    deposit.received_at = Some(turn.now);
    let how = deposit.confirm;
    let kind = EventKind::CardCollateralReceived;
    turn.raise(Event { at: turn.now, kind, entity: format!("deposit:{id}") });
    if turn.rules.fund.credit_on_received {
        credit(issuer, id);
    }
    match (how, turn.rules.fund.confirm_delay_ms) {
        (Confirmation::Later, _) => {}
        (Confirmation::Now, _) | (Confirmation::Auto, 0) => confirm(issuer, turn, id),
        (Confirmation::Auto, delay) => turn.after(delay, Effect::ConfirmDeposit(id)),
    }
}

fn confirm(issuer: &mut Issuer, turn: &mut Turn<'_>, id: DepositId) {
    let deposit = issuer.collateral.deposits.change(id);
    deposit.status = DepositStatus::Confirmed;
    deposit.confirmed_at = Some(turn.now);
    let kind = EventKind::CardCollateralConfirmed;
    turn.raise(Event { at: turn.now, kind, entity: format!("deposit:{id}") });
    if turn.rules.fund.confirm_raises_limit && !turn.rules.fund.credit_on_received {
        credit(issuer, id);
    }
}

fn credit(issuer: &mut Issuer, id: DepositId) {
    let deposit = &issuer.collateral.deposits[id];
    let (user, amount, dust) = (deposit.user, deposit.amount, deposit.dust_micros);
    if !deposit.credited {
        return;
    }
    if let Some(account) = &mut issuer.collateral.users.change(user).account {
        account.credit(amount);
        account.dust_micros += dust;
    }
}

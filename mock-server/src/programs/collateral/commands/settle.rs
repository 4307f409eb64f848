//! What follows an authorization: settlement, reversal, expiry, refund, late decline (SB 5.4).

use serde::{Deserialize, Serialize};

use super::authorize::TransactionDraft;
use crate::{
    clearing::{Decline, TransactionStatus as Status, WrongState},
    command::Command,
    money::{AmountOutOfRange, Cents},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Event, Refusal,
        ids::{CardId, TransactionId},
        ledger::Movement,
        transaction::{Method, Transaction, TransactionKind},
    },
};

impl Transaction {
    /// Refuses unless something is held.
    pub(super) fn must_be_authorized(&self) -> Result<(), Refusal> {
        if self.status == Status::Authorized { Ok(()) } else { Err(self.no_such_step()) }
    }

    fn no_such_step(&self) -> Refusal {
        let allowed = match self.status {
            Status::Authorized if self.cleared == 0 => {
                vec!["increment", "clear", "reverse", "expire", "decline"]
            }
            Status::Authorized => vec!["increment", "clear", "reverse", "expire", "refund"],
            Status::Posted => vec!["refund"],
            Status::Reversed | Status::Expired => vec!["clear with force"],
            Status::Declined | Status::Refunded => vec![],
        };
        WrongState { status: self.status, allowed }.into()
    }
}

/// Settlement (`clear`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Clear {
    /// The transaction.
    pub transaction: TransactionId,
    /// How much; the hold when absent.
    pub amount: Option<Cents>,
    /// Whether the rest of the hold is released.
    pub last: bool,
    /// Whether a released hold can be settled all the same.
    pub force: bool,
}

impl Command for Clear {
    type Program = Collateral;
    const NAME: &'static str = "clear";
    type Plan = Cents;
    type Done = ();

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let transaction = collateral.transactions.get(self.transaction).ok_or(Refusal::NotYours)?;
        let released = matches!(transaction.status, Status::Reversed | Status::Expired);
        if !(released && self.force) {
            transaction.must_be_authorized()?;
        }
        let default = if released { transaction.authorized.unwrap_or(0) } else { transaction.held };
        let amount = self.amount.unwrap_or(default);
        collateral.fits(transaction.user, Movement::Post, amount, context).map(|()| amount)
    }

    fn apply(&self, amount: Cents, collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let transaction = collateral.transactions.change(self.transaction);
        let last = self.last || amount >= transaction.held;
        let released = if last { transaction.held } else { amount };
        transaction.held -= released;
        transaction.cleared += amount;
        transaction.updated_at = context.now;
        if last {
            transaction.status = Status::Posted;
            transaction.posted_at = Some(context.now);
        }
        if let Some(account) = &mut collateral.users.change(transaction.user).account {
            account.release(released);
            account.post(amount);
        }
        if last {
            let entity = format!("transaction:{}", self.transaction);
            context.raise(Event::SpendCompleted, entity);
        }
    }
}

/// The hold is given back (`reverse`, `expire`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Release {
    /// The transaction.
    pub transaction: TransactionId,
    /// How much; all when absent.
    pub amount: Option<Cents>,
    /// By the network, after days.
    pub expired: bool,
}

impl Command for Release {
    type Program = Collateral;
    const NAME: &'static str = "release";
    type Plan = Cents;
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let transaction = collateral.transactions.get(self.transaction).ok_or(Refusal::NotYours)?;
        transaction.must_be_authorized()?;
        match self.amount.unwrap_or(transaction.held) {
            amount if (1..=transaction.held).contains(&amount) => Ok(amount),
            _ => Err(AmountOutOfRange { max: transaction.held }.into()),
        }
    }

    fn apply(&self, amount: Cents, collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let transaction = collateral.transactions.change(self.transaction);
        transaction.held -= amount;
        transaction.updated_at = context.now;
        if transaction.held == 0 {
            transaction.status = match (transaction.cleared, self.expired) {
                (0, false) => Status::Reversed,
                (0, true) => Status::Expired,
                _ => {
                    transaction.posted_at = Some(context.now);
                    Status::Posted
                }
            };
        }
        if let Some(account) = &mut collateral.users.change(transaction.user).account {
            account.release(amount);
        }
    }
}

/// Money back from the merchant (`refund`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refund {
    /// The card.
    pub card: CardId,
    /// The transaction that is refunded, if one is named.
    pub transaction: Option<TransactionId>,
    /// How much; all that is left of the transaction when absent.
    pub amount: Option<Cents>,
}

impl Command for Refund {
    type Program = Collateral;
    const NAME: &'static str = "refund";
    type Plan = Cents;
    type Done = TransactionId;

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<Cents, Refusal> {
        collateral.own_card(context.caller, self.card)?;
        let user = collateral.cards[self.card].user;
        let fits =
            |amount| collateral.fits(user, Movement::Refund, amount, context).map(|()| amount);
        let Some(id) = self.transaction else { return fits(self.amount.unwrap_or(0)) };
        let transaction = collateral.transactions.get(id).ok_or(Refusal::NotYours)?;
        let left = transaction.cleared - transaction.refunded;
        let posted = matches!(transaction.status, Status::Posted | Status::Authorized);
        if !posted || left < 1 {
            return Err(transaction.no_such_step());
        }
        match self.amount.unwrap_or(left) {
            amount if amount <= left => fits(amount),
            _ => Err(AmountOutOfRange { max: left }.into()),
        }
    }

    fn apply(
        &self,
        amount: Cents,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> TransactionId {
        let card = collateral.cards[self.card].clone();
        let mut merchant = None;
        if let Some(id) = self.transaction {
            let transaction = collateral.transactions.change(id);
            transaction.refunded += amount;
            transaction.updated_at = context.now;
            merchant.clone_from(&transaction.merchant);
            if transaction.refunded == transaction.cleared && transaction.status == Status::Posted {
                transaction.status = Status::Refunded;
            }
        }
        let draft = TransactionDraft {
            kind: TransactionKind::Refund,
            status: Status::Posted,
            authorized: None,
            held: 0,
            cleared: -amount,
            merchant: merchant.unwrap_or_default(),
            method: Method::Online,
            declined: None,
        };
        if let Some(account) = &mut collateral.users.change(card.user).account {
            account.post(-amount);
        }
        draft.make(&card, collateral, context)
    }
}

/// Declines what is only authorized (`decline` with a transaction).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeclineLater {
    /// The transaction.
    pub transaction: TransactionId,
    /// Why.
    pub reason: Decline,
}

impl Command for DeclineLater {
    type Program = Collateral;
    const NAME: &'static str = "decline";
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let transaction = collateral.transactions.get(self.transaction).ok_or(Refusal::NotYours)?;
        if transaction.status == Status::Authorized && transaction.cleared == 0 {
            return Ok(());
        }
        Err(transaction.no_such_step())
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let transaction = collateral.transactions.change(self.transaction);
        let held = std::mem::take(&mut transaction.held);
        transaction.status = Status::Declined;
        transaction.declined = Some(self.reason);
        transaction.updated_at = context.now;
        if let Some(account) = &mut collateral.users.change(transaction.user).account {
            account.release(held);
        }
    }
}

//! Spending on prepaid cards and what follows it (SB 5.4).

use serde::{Deserialize, Serialize};

use crate::{
    clearing::{Decline, Merchant, Presented, TransactionStatus as Status, WrongState},
    command::Command,
    money::{AmountOutOfRange, Cents},
    programs::prepaid::{
        ApplyContext, CheckContext, Prepaid, Refusal,
        ids::{CardId, TransactionId},
        ledger::{Account, MOST},
        transaction::{Draft, Kind, Transaction},
    },
};

/// A terminal asks (`authorize`, `decline` with a card).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SpendPrepaid {
    /// The card.
    pub card: CardId,
    /// How much.
    pub amount: Cents,
    /// What kind of transaction.
    pub kind: Kind,
    /// Where.
    pub merchant: Merchant,
    /// What the terminal saw.
    pub presented: Presented,
    /// A reason that is obeyed whatever the state.
    pub forced: Option<Decline>,
}

/// What came of it. A decline is a result, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The transaction.
    pub transaction: TransactionId,
    /// Why it was declined, if it was.
    pub declined: Option<Decline>,
}

impl Command for SpendPrepaid {
    type Program = Prepaid;
    const NAME: &'static str = "prepaid.authorize";
    type Plan = Option<Decline>;
    type Done = Spent;

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        let card = prepaid.cards.get(self.card).ok_or(Refusal::CardNotFound)?;
        let least = i64::from(self.kind != Kind::BalanceInquiry);
        if !(least..=MOST).contains(&self.amount) {
            return Err(AmountOutOfRange { max: MOST }.into());
        }
        Ok(self.forced.or_else(|| prepaid.decline(card, self.amount, self.presented)))
    }

    fn apply(
        &self,
        declined: Option<Decline>,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> Spent {
        let held = if declined.is_none() { self.amount } else { 0 };
        let transaction = prepaid.transactions.next();
        prepaid.ledger.pay(Account::Card(self.card), Account::Hold(transaction), held);
        prepaid.record(
            context,
            Draft {
                card: self.card,
                kind: self.kind,
                status: if declined.is_none() { Status::Authorized } else { Status::Declined },
                amount: self.amount,
                held,
                cleared: 0,
                merchant: Some(self.merchant.clone()),
                declined,
                order: None,
            },
        );
        Spent { transaction, declined }
    }
}

/// The merchant asks for more (`increment`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RaisePrepaid {
    /// The transaction.
    pub transaction: TransactionId,
    /// By how much.
    pub by: Cents,
}

impl Command for RaisePrepaid {
    type Program = Prepaid;
    const NAME: &'static str = "prepaid.increment";
    type Plan = Option<Decline>;
    type Done = Spent;

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        let row = authorized(prepaid, self.transaction)?;
        let max = MOST - row.amount.min(MOST);
        if !(1..=max).contains(&self.by) {
            return Err(AmountOutOfRange { max }.into());
        }
        let card = &prepaid.cards[row.card];
        Ok(prepaid.decline(card, self.by, Presented::default()))
    }

    fn apply(
        &self,
        declined: Option<Decline>,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> Spent {
        if declined.is_none() {
            let row = changed(prepaid, context, self.transaction);
            row.held += self.by;
            row.amount += self.by;
            let card = row.card;
            let hold = Account::Hold(self.transaction);
            prepaid.ledger.pay(Account::Card(card), hold, self.by);
            prepaid.told(context, self.transaction);
        }
        Spent { transaction: self.transaction, declined }
    }
}

/// Settlement (`clear`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClearPrepaid {
    /// The transaction.
    pub transaction: TransactionId,
    /// How much; the hold when absent.
    pub amount: Option<Cents>,
    /// Whether the rest of the hold is released.
    pub last: bool,
    /// Whether a released hold can be settled all the same.
    pub force: bool,
}

impl Command for ClearPrepaid {
    type Program = Prepaid;
    const NAME: &'static str = "prepaid.clear";
    type Plan = Cents;
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let row = found(prepaid, self.transaction)?;
        let released = matches!(row.status, Status::Reversed | Status::Expired);
        if !(released && self.force) {
            authorized(prepaid, self.transaction)?;
        }
        let amount = self.amount.unwrap_or(if released { row.amount } else { row.held });
        let max = prepaid.ledger.room(Account::Card(row.card), Account::Merchants);
        let refused = AmountOutOfRange { max }.into();
        if (1..=max).contains(&amount) { Ok(amount) } else { Err(refused) }
    }

    fn apply(&self, amount: Cents, prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        let row = changed(prepaid, context, self.transaction);
        let last = self.last || amount >= row.held;
        let released = if last { row.held } else { amount };
        row.held -= released;
        row.cleared += amount;
        if last {
            row.status = Status::Posted;
        }
        let (card, hold) = (Account::Card(row.card), Account::Hold(self.transaction));
        prepaid.ledger.pay(hold, card, released);
        prepaid.ledger.pay(card, Account::Merchants, amount);
        prepaid.told(context, self.transaction);
    }
}

/// The hold is given back (`reverse`, `expire`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReleasePrepaid {
    /// The transaction.
    pub transaction: TransactionId,
    /// How much; all when absent.
    pub amount: Option<Cents>,
    /// By the network, after days.
    pub expired: bool,
}

impl Command for ReleasePrepaid {
    type Program = Prepaid;
    const NAME: &'static str = "prepaid.release";
    type Plan = Cents;
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let row = authorized(prepaid, self.transaction)?;
        match self.amount.unwrap_or(row.held) {
            amount if (0..=row.held).contains(&amount) && (amount > 0 || row.held == 0) => {
                Ok(amount)
            }
            _ => Err(AmountOutOfRange { max: row.held }.into()),
        }
    }

    fn apply(&self, amount: Cents, prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        let row = changed(prepaid, context, self.transaction);
        row.held -= amount;
        if row.held == 0 {
            row.status = match (row.cleared, self.expired) {
                (0, false) => Status::Reversed,
                (0, true) => Status::Expired,
                _ => Status::Posted,
            };
        }
        let (card, hold) = (Account::Card(row.card), Account::Hold(self.transaction));
        prepaid.ledger.pay(hold, card, amount);
        prepaid.told(context, self.transaction);
    }
}

/// Money back from the merchant (`refund`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefundPrepaid {
    /// The card.
    pub card: CardId,
    /// The transaction that is refunded, if one is named.
    pub transaction: Option<TransactionId>,
    /// How much; all that is left of the transaction when absent.
    pub amount: Option<Cents>,
}

impl Command for RefundPrepaid {
    type Program = Prepaid;
    const NAME: &'static str = "prepaid.refund";
    type Plan = Cents;
    type Done = TransactionId;

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let out_of = |max| AmountOutOfRange { max }.into();
        prepaid.cards.get(self.card).ok_or(Refusal::CardNotFound)?;
        let card = Account::Card(self.card);
        let room = prepaid.ledger.room(Account::Merchants, card);
        let Some(id) = self.transaction else {
            let fits = |amount: &Cents| (1..=room).contains(amount);
            return self.amount.filter(fits).ok_or(out_of(room));
        };
        let row = found(prepaid, id)?;
        let left = row.cleared - row.refunded;
        let posted = matches!(row.status, Status::Posted | Status::Authorized);
        if row.is_credit() || !posted || left < 1 {
            return Err(no_such_step(row));
        }
        let max = left.min(room);
        match self.amount.unwrap_or(left) {
            amount if (1..=max).contains(&amount) => Ok(amount),
            _ => Err(out_of(max)),
        }
    }

    fn apply(
        &self,
        amount: Cents,
        prepaid: &mut Prepaid,
        context: &mut ApplyContext<'_>,
    ) -> TransactionId {
        let mut merchant = None;
        if let Some(id) = self.transaction {
            let row = changed(prepaid, context, id);
            row.refunded += amount;
            merchant.clone_from(&row.merchant);
            if row.refunded == row.cleared && row.status == Status::Posted {
                row.status = Status::Refunded;
                prepaid.told(context, id);
            }
        }
        prepaid.ledger.pay(Account::Merchants, Account::Card(self.card), amount);
        prepaid.record(
            context,
            Draft {
                card: self.card,
                kind: Kind::Refund,
                status: Status::Posted,
                amount,
                held: 0,
                cleared: amount,
                merchant,
                declined: None,
                order: None,
            },
        )
    }
}

/// Declines what is only authorized (`decline` with a transaction).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeclinePrepaid {
    /// The transaction.
    pub transaction: TransactionId,
    /// Why.
    pub reason: Decline,
}

impl Command for DeclinePrepaid {
    type Program = Prepaid;
    const NAME: &'static str = "prepaid.decline";
    type Plan = ();
    type Done = ();

    fn check(&self, prepaid: &Prepaid, _: &CheckContext<'_>) -> Result<(), Refusal> {
        let row = authorized(prepaid, self.transaction)?;
        if row.cleared == 0 { Ok(()) } else { Err(no_such_step(row)) }
    }

    fn apply(&self, (): (), prepaid: &mut Prepaid, context: &mut ApplyContext<'_>) {
        let row = changed(prepaid, context, self.transaction);
        let held = std::mem::take(&mut row.held);
        row.status = Status::Declined;
        row.declined = Some(self.reason);
        let (card, hold) = (Account::Card(row.card), Account::Hold(self.transaction));
        prepaid.ledger.pay(hold, card, held);
        prepaid.told(context, self.transaction);
    }
}

fn found(prepaid: &Prepaid, id: TransactionId) -> Result<&Transaction, Refusal> {
    prepaid.transactions.get(id).ok_or(Refusal::NotYours)
}

fn authorized(prepaid: &Prepaid, id: TransactionId) -> Result<&Transaction, Refusal> {
    let row = found(prepaid, id)?;
    if row.status == Status::Authorized { Ok(row) } else { Err(no_such_step(row)) }
}

fn changed<'a>(
    prepaid: &'a mut Prepaid,
    context: &ApplyContext<'_>,
    id: TransactionId,
) -> &'a mut Transaction {
    let row = prepaid.transactions.change(id);
    row.updated_at = context.now;
    row
}

fn no_such_step(row: &Transaction) -> Refusal {
    let allowed = match row.status {
        Status::Authorized if row.cleared == 0 => {
            vec!["increment", "clear", "reverse", "expire", "decline"]
        }
        Status::Authorized => vec!["increment", "clear", "reverse", "expire", "refund"],
        Status::Posted if !row.is_credit() => vec!["refund"],
        Status::Reversed | Status::Expired => vec!["clear with force"],
        _ => vec![],
    };
    WrongState { status: row.status, allowed }.into()
}

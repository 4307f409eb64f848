//! Spending: authorizing an amount and raising it (SB 5.4).

use serde::{Deserialize, Serialize};

use crate::{
    clearing::{Decline, Merchant, Presented, TransactionStatus},
    command::Command,
    money::{AmountOutOfRange, Cents, MOST},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::Card,
        ids::{CardId, TransactionId},
        ledger::Movement,
        transaction::{Method, Transaction, TransactionKind},
    },
};

/// A terminal asks (`authorize`, `decline` with a card).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Authorize {
    /// The card.
    pub card: CardId,
    /// How much.
    pub amount: Cents,
    /// What kind of transaction.
    pub kind: TransactionKind,
    /// Where.
    pub merchant: Merchant,
    /// What the terminal saw.
    pub presented: Presented,
    /// A reason that is obeyed whatever the state.
    pub forced: Option<Decline>,
}

/// What came of it. A decline is a result, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authorized {
    /// The transaction.
    pub transaction: TransactionId,
    /// Why it was declined, if it was.
    pub declined: Option<Decline>,
}

impl Command for Authorize {
    type Program = Collateral;
    const NAME: &'static str = "authorize";
    type Plan = Option<Decline>;
    type Done = Authorized;

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<Self::Plan, Refusal> {
        let card = collateral.own_card(context.caller, self.card)?;
        let least = i64::from(self.kind != TransactionKind::BalanceInquiry);
        if !(least..=MOST).contains(&self.amount) {
            return Err(AmountOutOfRange { max: MOST }.into());
        }
        let declined = collateral.decline(card, self.amount, self.presented, context);
        match self.forced.or(declined) {
            None => collateral.fits(card.user, Movement::Hold, self.amount, context).map(|()| None),
            declined => Ok(declined),
        }
    }

    fn apply(
        &self,
        declined: Option<Decline>,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Authorized {
        let card = collateral.cards.change(self.card);
        let held = if declined.is_none() { self.amount } else { 0 };
        if declined.is_none() {
            card.last_used_at = Some(context.now);
        }
        let draft = TransactionDraft {
            kind: self.kind,
            status: match declined {
                None => TransactionStatus::Authorized,
                Some(_) => TransactionStatus::Declined,
            },
            authorized: Some(self.amount),
            held,
            cleared: 0,
            merchant: self.merchant.clone(),
            method: match self.kind {
                TransactionKind::AtmWithdrawal => Method::Atm,
                _ => Method::Online,
            },
            declined,
        };
        let card = card.clone();
        let transaction = draft.make(&card, collateral, context);
        if let Some(account) = &mut collateral.users.change(card.user).account {
            account.hold(held);
        }
        Authorized { transaction, declined }
    }
}

/// A row of a card that is about to be made.
pub(super) struct TransactionDraft {
    pub(super) kind: TransactionKind,
    pub(super) status: TransactionStatus,
    pub(super) authorized: Option<Cents>,
    pub(super) held: Cents,
    pub(super) cleared: Cents,
    pub(super) merchant: Merchant,
    pub(super) method: Method,
    pub(super) declined: Option<Decline>,
}

impl TransactionDraft {
    /// Makes the row and hangs it on card, application, person and partner.
    pub(super) fn make(
        self,
        card: &Card,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> TransactionId {
        let id = collateral.transactions.next();
        let asked = self.authorized.is_some();
        collateral.transactions.push(Transaction {
            id,
            external_id: context.uuid("transaction.external_id"),
            application: card.application,
            card: Some(card.id),
            user: card.user,
            kind: self.kind,
            status: self.status,
            authorized: self.authorized,
            held: self.held,
            cleared: self.cleared,
            refunded: 0,
            merchant: Some(self.merchant),
            method: Some(self.method),
            card_type: Some(card.kind),
            declined: self.declined,
            fee_description: None,
            authorized_at: asked.then_some(context.now),
            posted_at: (!asked).then_some(context.now),
            created_at: context.now,
            updated_at: context.now,
        });
        collateral.cards.change(card.id).transactions.push(id);
        collateral.users.change(card.user).transactions.push(id);
        collateral.applications.change(card.application).transactions.push(id);
        let partner = collateral.partner_of(card.company);
        collateral.partners.change(partner).holdings.transactions.push(id);
        id
    }
}

/// The merchant asks for more (`increment`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Increment {
    /// The transaction.
    pub transaction: TransactionId,
    /// By how much.
    pub by: Cents,
}

impl Command for Increment {
    type Program = Collateral;
    const NAME: &'static str = "increment";
    type Plan = Option<Decline>;
    type Done = Authorized;

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<Self::Plan, Refusal> {
        let transaction = collateral.transactions.get(self.transaction).ok_or(Refusal::NotYours)?;
        transaction.must_be_authorized()?;
        if !(1..=MOST).contains(&self.by) {
            return Err(AmountOutOfRange { max: MOST }.into());
        }
        let card = transaction.card.ok_or(Refusal::NotYours)?;
        let card = &collateral.cards[card];
        match collateral.decline(card, self.by, Presented::default(), context) {
            None => collateral.fits(card.user, Movement::Hold, self.by, context).map(|()| None),
            declined => Ok(declined),
        }
    }

    fn apply(
        &self,
        declined: Option<Decline>,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Authorized {
        if declined.is_none() {
            let transaction = collateral.transactions.change(self.transaction);
            transaction.held += self.by;
            transaction.updated_at = context.now;
            if let Some(account) = &mut collateral.users.change(transaction.user).account {
                account.hold(self.by);
            }
        }
        Authorized { transaction: self.transaction, declined }
    }
}

//! The book of the spending machine: rows of collateral cards, and the accounts of their holders.

use super::{
    ApplyContext, CheckContext, Collateral, Refusal,
    application::ApplicationStatus,
    card::{Card, CardStatus},
    event::{EventKind, raise},
    ids::{CardId, TransactionId},
    ledger::{Account, Figure},
    transaction::{Method, Transaction, TransactionKind},
};
use crate::{
    clearing::{
        Book, Decline, Merchant, Movement, Presented, SpendRequest, Spending, Step,
        TransactionStatus,
    },
    money::{Cents, MOST},
};

impl Book for Collateral {
    type CardId = CardId;
    type TransactionId = TransactionId;
    type RefundId = TransactionId;
    type Kind = TransactionKind;
    const MOST: Cents = MOST;
    const RELEASES_NOTHING: bool = false;

    fn is_inquiry(kind: TransactionKind) -> bool {
        kind == TransactionKind::BalanceInquiry
    }

    fn check_card(&self, card: CardId, context: &CheckContext<'_>) -> Result<(), Refusal> {
        self.own_card(context.caller, card).map(|_| ())
    }

    fn declines(
        &self,
        card: CardId,
        amount: Cents,
        presented: Presented,
        context: &CheckContext<'_>,
    ) -> Option<Decline> {
        self.decline(&self.cards[card], amount, presented, context)
    }

    /// A person without an account has nothing to move.
    fn room(&self, card: CardId, movement: Movement, context: &CheckContext<'_>) -> Cents {
        let figure = match movement {
            Movement::Hold => Figure::Hold,
            Movement::Post => Figure::Post,
            Movement::Refund => Figure::Refund,
        };
        let account = self.holder(&self.cards[card]).account.as_ref();
        account.map_or(MOST, |account| account.room(figure, &context.rules.balance))
    }

    fn room_to_raise(&self, _: TransactionId) -> Cents {
        MOST
    }

    fn spending(&self, id: TransactionId) -> Result<&Spending, Refusal> {
        self.transactions.get(id).map(|row| &row.spending).ok_or(Refusal::NotYours)
    }

    fn card_of(&self, id: TransactionId) -> Result<CardId, Refusal> {
        self.transactions[id].card.ok_or(Refusal::NotYours)
    }

    fn asked(&self, id: TransactionId) -> Cents {
        self.transactions[id].authorized.unwrap_or(0)
    }

    fn merchant(&self, id: TransactionId) -> Option<Merchant> {
        self.transactions[id].merchant.clone()
    }

    /// A refund has cleared less than nothing, so that nothing is left of it.
    fn is_debit(&self, _: TransactionId) -> bool {
        true
    }

    fn record(
        &mut self,
        context: &mut ApplyContext<'_>,
        request: SpendRequest<Self>,
        spending: Spending,
    ) -> TransactionId {
        let card = self.cards.change(request.card);
        if spending.is_authorized() {
            card.last_used_at = Some(context.now);
        }
        let card = card.clone();
        let asked = (request.kind, Some(request.amount));
        self.add(context, &card, asked, spending, request.merchant)
    }

    fn record_refund(
        &mut self,
        context: &mut ApplyContext<'_>,
        card: CardId,
        amount: Cents,
        merchant: Option<Merchant>,
    ) -> TransactionId {
        let card = self.cards[card].clone();
        let (kind, spending) = (TransactionKind::Refund, Spending::posted(-amount));
        self.add(context, &card, (kind, None), spending, merchant.unwrap_or_default())
    }

    fn change(&mut self, id: TransactionId) -> &mut Spending {
        &mut self.transactions.change(id).spending
    }

    /// The amount first authorized stays.
    fn raise(&mut self, _: TransactionId, _: Cents) {}

    fn hold(&mut self, id: TransactionId, amount: Cents) {
        self.account_of(id, |account| account.hold(amount));
    }

    fn release(&mut self, id: TransactionId, amount: Cents) {
        self.account_of(id, |account| account.release(amount));
    }

    fn post(&mut self, id: TransactionId, amount: Cents) {
        self.account_of(id, |account| account.post(amount));
    }

    fn refund(&mut self, card: CardId, amount: Cents) {
        let user = self.cards[card].user;
        if let Some(account) = &mut self.users.change(user).account {
            account.post(-amount);
        }
    }

    fn moved_on(&mut self, context: &mut ApplyContext<'_>, id: TransactionId, step: Step) {
        let row = self.transactions.change(id);
        row.updated_at = context.now;
        let posted = row.spending.status == TransactionStatus::Posted;
        if posted && row.posted_at.is_none() {
            row.posted_at = Some(context.now);
        }
        match step {
            Step::Clear if posted => {
                let (person, amount) = (row.user, row.spending.cleared);
                let kind = EventKind::SpendCompleted { transaction: id, amount };
                raise(self, context, person, kind);
            }
            Step::Increment | Step::Clear | Step::Release | Step::Refund | Step::Decline => {}
        }
    }
}

impl Collateral {
    /// Makes a row and hangs it on card, application, person and partner.
    fn add(
        &mut self,
        context: &mut ApplyContext<'_>,
        card: &Card,
        (kind, authorized): (TransactionKind, Option<Cents>),
        spending: Spending,
        merchant: Merchant,
    ) -> TransactionId {
        let id = self.transactions.next();
        let asked = authorized.is_some();
        let method = match kind {
            TransactionKind::AtmWithdrawal => Method::Atm,
            TransactionKind::Purchase
            | TransactionKind::BalanceInquiry
            | TransactionKind::Refund
            | TransactionKind::Fee => Method::Online,
        };
        self.transactions.push(Transaction {
            id,
            external_id: context.uuid("transaction.external_id"),
            application: card.application,
            card: Some(card.id),
            user: card.user,
            kind,
            authorized,
            spending,
            merchant: Some(merchant),
            method: Some(method),
            card_type: Some(card.kind),
            fee_description: None,
            authorized_at: asked.then_some(context.now),
            posted_at: (!asked).then_some(context.now),
            created_at: context.now,
            updated_at: context.now,
        });
        self.cards.change(card.id).transactions.push(id);
        self.users.change(card.user).transactions.push(id);
        self.applications.change(card.application).transactions.push(id);
        if let Some(holdings) = self.holdings(card.company) {
            holdings.transactions.push(id);
        }
        id
    }

    fn account_of(&mut self, id: TransactionId, change: impl FnOnce(&mut Account)) {
        let user = self.transactions[id].user;
        if let Some(account) = &mut self.users.change(user).account {
            change(account);
        }
    }

    fn decline(
        &self,
        card: &Card,
        amount: Cents,
        presented: Presented,
        context: &CheckContext<'_>,
    ) -> Option<Decline> {
        let rules = context.rules;
        if !card.status.is_in(&rules.life.spend_states) {
            return Some(match card.status {
                CardStatus::Canceled => Decline::CardCanceled,
                CardStatus::NotActivated => Decline::CardNotActivated,
                CardStatus::Locked => Decline::CardLocked,
                CardStatus::Active => Decline::CardBlocked,
            });
        }
        let application = &self.applications[card.application];
        if matches!(application.status, ApplicationStatus::Locked | ApplicationStatus::Canceled) {
            return Some(Decline::AccountClosed);
        }
        let Some(account) = &self.holder(card).account else {
            return Some(Decline::AccountClosed);
        };
        if let Some(mismatch) = presented.mismatch() {
            return Some(mismatch);
        }
        if self.exceeds_limit(card, amount, &rules.limit, context.now) {
            return Some(Decline::SpendingLimitExceeded);
        }
        let power = account.spending_power(&rules.balance);
        (rules.balance.enforce && amount > power).then_some(Decline::InsufficientFunds)
    }
}

//! The book of the spending machine: rows of prepaid cards, and their ledger.

use super::{
    ApplyContext, CheckContext, Prepaid, Refusal,
    card::CardStatus,
    ids::{CardId, TransactionId},
    ledger::{Account, MOST},
    transaction::{Draft, Kind},
};
use crate::{
    clearing::{
        Book, Decline, Merchant, Movement, Presented, SpendRequest, Spending, Step,
        TransactionStatus,
    },
    money::Cents,
};

impl Book for Prepaid {
    type CardId = CardId;
    type TransactionId = TransactionId;
    type RefundId = TransactionId;
    type Kind = Kind;
    const MOST: Cents = MOST;
    const RELEASES_NOTHING: bool = true;

    fn is_inquiry(kind: Kind) -> bool {
        kind == Kind::BalanceInquiry
    }

    fn check_card(&self, card: CardId, _: &CheckContext<'_>) -> Result<(), Refusal> {
        self.cards.get(card).map(|_| ()).ok_or(Refusal::CardNotFound)
    }

    fn declines(
        &self,
        card: CardId,
        amount: Cents,
        presented: Presented,
        _: &CheckContext<'_>,
    ) -> Option<Decline> {
        match self.cards[card].status {
            CardStatus::Active => {}
            CardStatus::Closed => return Some(Decline::CardCanceled),
            CardStatus::Frozen => return Some(Decline::CardLocked),
            CardStatus::PendingOrder
            | CardStatus::Paid
            | CardStatus::PendingActivation
            | CardStatus::WaitForTopup => return Some(Decline::CardNotActivated),
        }
        let short = (amount > self.balance(card)).then_some(Decline::InsufficientFunds);
        presented.mismatch().or(short)
    }

    fn room(&self, card: CardId, movement: Movement, _: &CheckContext<'_>) -> Cents {
        let card = Account::Card(card);
        match movement {
            // What is not declined is on the card.
            Movement::Hold => MOST,
            Movement::Post => self.ledger.room(card, Account::Merchants),
            Movement::Refund => self.ledger.room(Account::Merchants, card),
        }
    }

    fn room_to_raise(&self, id: TransactionId) -> Cents {
        MOST - self.asked(id).min(MOST)
    }

    fn spending(&self, id: TransactionId) -> Result<&Spending, Refusal> {
        self.transactions.get(id).map(|row| &row.spending).ok_or(Refusal::NotYours)
    }

    fn card_of(&self, id: TransactionId) -> Result<CardId, Refusal> {
        Ok(self.transactions[id].card)
    }

    fn asked(&self, id: TransactionId) -> Cents {
        self.transactions[id].amount
    }

    fn merchant(&self, id: TransactionId) -> Option<Merchant> {
        self.transactions[id].merchant.clone()
    }

    fn is_debit(&self, id: TransactionId) -> bool {
        !self.transactions[id].is_credit()
    }

    fn record(
        &mut self,
        context: &mut ApplyContext<'_>,
        request: SpendRequest<Self>,
        spending: Spending,
    ) -> TransactionId {
        let SpendRequest { card, kind, amount, merchant } = request;
        let merchant = Some(merchant);
        self.add(context, Draft { card, kind, amount, spending, merchant, order: None })
    }

    fn record_refund(
        &mut self,
        context: &mut ApplyContext<'_>,
        card: CardId,
        amount: Cents,
        merchant: Option<Merchant>,
    ) -> TransactionId {
        let (kind, spending) = (Kind::Refund, Spending::posted(amount));
        self.add(context, Draft { card, kind, amount, spending, merchant, order: None })
    }

    fn change(&mut self, id: TransactionId) -> &mut Spending {
        &mut self.transactions.change(id).spending
    }

    fn raise(&mut self, id: TransactionId, by: Cents) {
        self.transactions.change(id).amount += by;
    }

    fn hold(&mut self, id: TransactionId, amount: Cents) {
        let card = Account::Card(self.transactions[id].card);
        self.ledger.pay(card, Account::Hold(id), amount);
    }

    fn release(&mut self, id: TransactionId, amount: Cents) {
        let card = Account::Card(self.transactions[id].card);
        self.ledger.pay(Account::Hold(id), card, amount);
    }

    fn post(&mut self, id: TransactionId, amount: Cents) {
        let card = Account::Card(self.transactions[id].card);
        self.ledger.pay(card, Account::Merchants, amount);
    }

    fn refund(&mut self, card: CardId, amount: Cents) {
        self.ledger.pay(Account::Merchants, Account::Card(card), amount);
    }

    /// A partial refund of a transaction is told with the refund's own row.
    fn moved_on(&mut self, context: &mut ApplyContext<'_>, id: TransactionId, step: Step) {
        let row = self.transactions.change(id);
        row.updated_at = context.now;
        if step != Step::Refund || row.spending.status == TransactionStatus::Refunded {
            self.told(context, id);
        }
    }
}

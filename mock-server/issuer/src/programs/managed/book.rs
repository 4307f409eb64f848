//! The book of the spending machine: rows of authorizations, and their ledger.

use super::{
    ApplyContext, CheckContext, Managed, Refusal,
    adapter::AdapterChoice,
    authorization::{Authorization, Channel},
    card::Balance,
    decline::Ask,
    ids::{AuthorizationId, CardId, RefundId, reference},
    ledger::Account,
    refund::Refund,
};
use crate::{
    clearing::{Book, Decline, Merchant, Movement, Presented, SpendRequest, Spending, Step},
    money::{Cents, MOST},
};

impl Book for Managed {
    type CardId = CardId;
    type TransactionId = AuthorizationId;
    type RefundId = RefundId;
    type Kind = Channel;
    const MOST: Cents = MOST;
    const RELEASES_NOTHING: bool = false;

    fn is_inquiry(_: Channel) -> bool {
        false
    }

    fn check_card(&self, card: CardId, context: &CheckContext<'_>) -> Result<(), Refusal> {
        self.own_card(card, context).map(|_| ())
    }

    fn declines(
        &self,
        card: CardId,
        amount: Cents,
        presented: Presented,
        context: &CheckContext<'_>,
    ) -> Option<Decline> {
        let simulated = presented.mismatch().map(Into::into);
        let ask = Ask { card, amount, mcc: None, simulated, adapter: AdapterChoice::default() };
        self.decline(&ask, context).map(Into::into)
    }

    fn room(&self, card: CardId, movement: Movement, _: &CheckContext<'_>) -> Cents {
        let merchants = Account::Merchants(self.currency_of(card));
        match movement {
            // What is not declined is on the card.
            Movement::Hold => MOST,
            Movement::Post => self.ledger.room(Account::Card(card), merchants),
            Movement::Refund => self.ledger.room(merchants, Account::Card(card)),
        }
    }

    fn room_to_raise(&self, id: AuthorizationId) -> Cents {
        MOST - self.asked(id).min(MOST)
    }

    fn spending(&self, id: AuthorizationId) -> Result<&Spending, Refusal> {
        self.authorizations.get(id).map(|row| &row.spending).ok_or(Refusal::NotFound)
    }

    fn card_of(&self, id: AuthorizationId) -> Result<CardId, Refusal> {
        Ok(self.authorizations[id].card)
    }

    fn asked(&self, id: AuthorizationId) -> Cents {
        self.authorizations[id].amount
    }

    fn merchant(&self, id: AuthorizationId) -> Option<Merchant> {
        Some(self.authorizations[id].merchant.clone())
    }

    fn is_debit(&self, _: AuthorizationId) -> bool {
        true
    }

    fn record(
        &mut self,
        context: &mut ApplyContext<'_>,
        request: SpendRequest<Self>,
        spending: Spending,
    ) -> AuthorizationId {
        let SpendRequest { card, kind: channel, amount, merchant } = request;
        let id = self.authorizations.next();
        let reference = reference(context.dice, "mc.aut");
        self.references.authorizations.insert(reference.clone(), id);
        self.users.change(self.cards[card].user).authorizations.push(id);
        self.authorizations.push(Authorization {
            id,
            reference,
            card,
            amount,
            spending,
            decline_reason: None,
            over_settled: 0,
            merchant,
            merchant_id: None,
            channel,
            approval_code: None,
            settlements: Vec::new(),
            reversals: Vec::new(),
            disputes: Vec::new(),
            metadata: std::collections::BTreeMap::new(),
            balance: Balance::default(),
            expires_at: None,
            created_at: context.now,
            updated_at: context.now,
        });
        self.records_mut(card).authorizations.push(id);
        id
    }

    fn record_refund(
        &mut self,
        context: &mut ApplyContext<'_>,
        card: CardId,
        amount: Cents,
        _: Option<Merchant>,
    ) -> RefundId {
        let id = self.refunds.next();
        let created_at = context.now;
        self.refunds.push(Refund { id, card, authorization: None, amount, created_at });
        id
    }

    fn change(&mut self, id: AuthorizationId) -> &mut Spending {
        &mut self.authorizations.change(id).spending
    }

    fn raise(&mut self, id: AuthorizationId, by: Cents) {
        self.authorizations.change(id).amount += by;
    }

    fn hold(&mut self, id: AuthorizationId, amount: Cents) {
        let card = self.authorizations[id].card;
        self.ledger.transfer(Account::Card(card), Account::CardHeld(card), amount);
    }

    fn release(&mut self, id: AuthorizationId, amount: Cents) {
        let card = self.authorizations[id].card;
        self.ledger.transfer(Account::CardHeld(card), Account::Card(card), amount);
    }

    fn post(&mut self, id: AuthorizationId, amount: Cents) {
        let card = self.authorizations[id].card;
        let merchants = Account::Merchants(self.currency_of(card));
        self.ledger.transfer(Account::Card(card), merchants, amount);
    }

    fn refund(&mut self, card: CardId, amount: Cents) {
        let merchants = Account::Merchants(self.currency_of(card));
        self.ledger.transfer(merchants, Account::Card(card), amount);
    }

    /// The commands tell of the step, because they know what it did.
    fn moved_on(&mut self, context: &mut ApplyContext<'_>, id: AuthorizationId, _: Step) {
        self.authorizations.change(id).updated_at = context.now;
        self.note_balance(id);
    }
}

impl Managed {
    /// Writes down the balance of the card after a change of an authorization.
    pub(super) fn note_balance(&mut self, id: AuthorizationId) {
        let balance = self.ledger.card(self.authorizations[id].card);
        self.authorizations.change(id).balance = balance;
    }
}

//! Telling of an event, with the objects as they are now.

use super::{AuthorizationStep, CardChange, CardState, DisputeStep, Notice, TransferOutcome, What};
use crate::{
    money::Cents,
    programs::managed::{
        ApplyContext, Managed,
        card::CardStatus,
        dispute::Dispute,
        ids::{AuthorizationId, CardId, UserId, reference},
        operation::Operation,
    },
};

impl Managed {
    /// Tells that something happened now.
    fn tell(&mut self, context: &mut ApplyContext<'_>, user: UserId, entity: String, what: What) {
        self.sequence += 1;
        let id = reference(context.dice, "mc.evt");
        context.raise(Notice { id, sequence: self.sequence, user, what }, entity);
    }

    fn state(&self, card: CardId) -> CardState {
        let card = self.cards[card].clone();
        let (balance, adapter) = (self.ledger.card(card.id), self.adapter_of(&card));
        CardState { card: Box::new(card), balance, adapter }
    }

    /// Tells of a wallet whose money an operation has moved.
    pub(in crate::programs::managed) fn tell_wallet(
        &mut self,
        context: &mut ApplyContext<'_>,
        operation: &Operation,
    ) {
        let wallet = self.wallets[operation.wallet].clone();
        let (user, balance) = (wallet.user, self.ledger.wallet(wallet.id));
        let entity = format!("wallet:{}", wallet.reference);
        self.tell(
            context,
            user,
            entity,
            What::Wallet { wallet, balance, operation: operation.clone() },
        );
    }

    /// Tells of the status of a card.
    pub(in crate::programs::managed) fn tell_card(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        change: CardChange,
        previous: Option<CardStatus>,
    ) {
        let card = self.state(id);
        let (user, entity) = (card.card.user, format!("card:{}", card.card.reference));
        self.tell(context, user, entity, What::Card { change, card, previous });
    }

    /// Tells of the end of a funding or a withdrawal.
    pub(in crate::programs::managed) fn tell_transfer(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        outcome: TransferOutcome,
        operation: &Operation,
    ) {
        let card = self.state(id);
        let (user, entity) = (card.card.user, format!("card:{}", card.card.reference));
        let operation = operation.clone();
        self.tell(context, user, entity, What::Transfer { outcome, card, operation });
    }

    /// Tells of a refund.
    pub(in crate::programs::managed) fn tell_refund(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: CardId,
        authorization: Option<AuthorizationId>,
        amount: Cents,
    ) {
        let card = self.state(id);
        let (user, entity) = (card.card.user, format!("card:{}", card.card.reference));
        self.tell(context, user, entity, What::Refund { card, authorization, amount });
    }

    /// Tells of an authorization.
    pub(in crate::programs::managed) fn tell_authorization(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: AuthorizationId,
        step: AuthorizationStep,
    ) {
        self.note_balance(id);
        let authorization = Box::new(self.authorizations[id].clone());
        let user = self.cards[authorization.card].user;
        let balance = self.ledger.card(authorization.card);
        let entity = format!("authorization:{}", authorization.reference);
        self.tell(context, user, entity, What::Authorization { step, authorization, balance });
    }

    /// Tells of a call that was refused, as operation and code.
    pub(in crate::programs::managed) fn tell_refusal(
        &mut self,
        context: &mut ApplyContext<'_>,
        user: UserId,
        (operation, code): (String, String),
    ) {
        let entity = format!("user:{}", self.users[user].reference);
        self.tell(context, user, entity, What::Refusal { operation, code });
    }

    /// Tells of a dispute.
    pub(in crate::programs::managed) fn tell_dispute(
        &mut self,
        context: &mut ApplyContext<'_>,
        dispute: &Dispute,
        step: DisputeStep,
    ) {
        let (user, balance) = (self.cards[dispute.card].user, self.ledger.card(dispute.card));
        let entity = format!("dispute:{}", dispute.reference);
        let dispute = Box::new(dispute.clone());
        self.tell(context, user, entity, What::Dispute { step, dispute, balance });
    }
}

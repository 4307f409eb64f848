//! `Withdraw`: card to wallet (MC 8.3).

use serde::{Deserialize, Serialize};

use super::{TransferInput, check_currency, within};
use crate::{
    command::Command,
    money::MOST,
    programs::managed::{
        Account, ApplyContext, CardStatus, CheckContext, Effect, Managed, Refusal,
        adapter::Partner,
        card::Action,
        entry::{EntryKind, Posting},
        ids::{CardId, OperationId},
        notice::TransferOutcome,
        operation::OperationKind,
    },
};

/// Money goes from the card to its wallet (`cards.withdraw`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Withdraw {
    /// The card.
    pub card: CardId,
    /// Amount and the rest.
    pub input: TransferInput,
}

impl Command for Withdraw {
    type Program = Managed;
    type Plan = Partner;
    type Done = OperationId;

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Partner, Refusal> {
        let card = managed.own_card(self.card, context)?;
        within(self.input.amount, 1, MOST)?;
        let is_kept =
            card.status == CardStatus::Expired && context.rules.mc.card.expired_keeps_money;
        if is_kept || !card.status.allows(Action::Withdraw) {
            return Err(Refusal::CardStatus(managed.standing(card)));
        }
        let currency = managed.currency_of(card.id);
        check_currency(self.input.currency.as_deref(), currency)?;
        let available = managed.ledger.card(card.id).available;
        if self.input.amount > available {
            return Err(Refusal::InsufficientCardFunds { available, currency });
        }
        match managed.partner(card.id, self.input.adapter, context) {
            Partner::Failing => Err(Refusal::ProviderError),
            partner => Ok(partner),
        }
    }

    fn apply(
        &self,
        partner: Partner,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> OperationId {
        let (card, amount) = (managed.cards[self.card].clone(), self.input.amount);
        let new = self.input.begins(&card, OperationKind::CardWithdrawal, partner);
        let (from, id) = (Account::Card(card.id), managed.begin(context, new));
        if partner != Partner::Instant {
            managed.ledger.transfer(from, Account::CardHeld(card.id), amount);
            let posting = Posting::new(EntryKind::WithdrawalHold, -amount, amount);
            managed.enter(context, card.id, posting.by_operation(id));
            if let Partner::Delayed(ms) = partner {
                context.after(ms, Effect::CompleteOperation(id));
            }
            return id;
        }
        managed.pay_out(context, from, (card.wallet, amount));
        let posting = Posting::new(EntryKind::Withdrawal, -amount, 0).by_operation(id);
        managed.enter(context, card.id, posting);
        let operation = managed.operations[id].clone();
        managed.tell_transfer(context, card.id, TransferOutcome::Withdrawn, &operation);
        managed.tell_wallet(context, &operation);
        id
    }
}

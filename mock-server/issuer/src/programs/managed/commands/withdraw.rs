//! `Withdraw`: card to wallet (MC 8.3).

use serde::{Deserialize, Serialize};

use super::{TransferInput, check_currency, within};
use crate::{
    command::{Check, Command},
    money::MOST,
    programs::managed::{
        Account, ApplyContext, CardStatus, CheckContext, Effect, Managed, Refusal,
        adapter::Partner,
        card::Action,
        checks::{AMOUNT, CARD_FUNDS, CURRENCY, FOUND, PARTNER, STATUS},
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

    const CHECKS: &'static [Check] = &[FOUND, AMOUNT, STATUS, CURRENCY, CARD_FUNDS, PARTNER];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Partner, Refusal> {
        let card = context.holds(FOUND, managed.own_card(self.card, context))?;
        context.holds(AMOUNT, within(self.input.amount, 1, MOST))?;
        let is_kept =
            card.status == CardStatus::Expired && context.rules.mc.card.expired_keeps_money;
        let may = match is_kept || !card.status.allows(Action::Withdraw) {
            true => Err(Refusal::CardStatus(managed.standing(card))),
            false => Ok(()),
        };
        context.finds(STATUS, || card.status.word(), may)?;
        let currency = managed.currency_of(card.id);
        context.holds(CURRENCY, check_currency(self.input.currency.as_deref(), currency))?;
        let available = managed.ledger.card(card.id).available;
        let lacks = || Refusal::InsufficientCardFunds { available, currency };
        context.requires(CARD_FUNDS, self.input.amount <= available, lacks)?;
        let partner = match managed.partner(card.id, self.input.adapter, context) {
            Partner::Failing => Err(Refusal::ProviderError),
            partner => Ok(partner),
        };
        context.holds(PARTNER, partner)
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

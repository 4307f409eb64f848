//! Fundings, withdrawals and other operations as they begin and end (MC 8).

use std::collections::BTreeMap;

use super::{
    ApplyContext, Managed,
    card::CardStatus,
    entry::{EntryKind, Posting},
    ids::{CardId, OperationId, WalletId, reference},
    ledger::Account,
    notice::TransferOutcome,
    operation::{Links, Operation, OperationFailure, OperationKind, OperationStatus},
};
use crate::{
    money::Cents,
    rulebook::mc::{ReleaseTo, WalletDebitedOn},
};

/// An operation that begins.
pub(super) struct NewOperation {
    /// The kind.
    pub(super) kind: OperationKind,
    /// Its first status.
    pub(super) status: OperationStatus,
    /// The amount.
    pub(super) amount: Cents,
    /// The wallet.
    pub(super) wallet: WalletId,
    /// The things that it belongs to.
    pub(super) links: Links,
    /// The caller's own data.
    pub(super) metadata: BTreeMap<String, String>,
}

impl Managed {
    /// Makes the row of an operation. Moving the money is its command's.
    pub(super) fn begin(
        &mut self,
        context: &mut ApplyContext<'_>,
        new: NewOperation,
    ) -> OperationId {
        let id = self.operations.next();
        let reference = reference(context.dice, "mc.opr");
        self.references.operations.insert(reference.clone(), id);
        self.users.change(self.wallets[new.wallet].user).operations.push(id);
        let NewOperation { kind, status, amount, wallet, links, metadata } = new;
        self.operations.push(Operation {
            id,
            reference,
            kind,
            status,
            amount,
            wallet,
            links,
            failure: None,
            metadata,
            created_at: context.now,
            completed_at: (status == OperationStatus::Completed).then_some(context.now),
        });
        if let Some(card) = links.card {
            self.records_mut(card).operations.push(id);
        }
        self.wallets.change(wallet).updated_at = context.now;
        id
    }

    /// Pays an amount into a wallet at once, and tells of it.
    pub(super) fn credit(
        &mut self,
        context: &mut ApplyContext<'_>,
        from: Account,
        (kind, amount): (OperationKind, Cents),
        (wallet, links): (WalletId, Links),
    ) -> OperationId {
        self.ledger.transfer(from, Account::Wallet(wallet), amount);
        let (status, metadata) = (OperationStatus::Completed, BTreeMap::new());
        self.begin(context, NewOperation { kind, status, amount, wallet, links, metadata })
    }

    /// The partner has done a funding or a withdrawal, or the operator has approved it.
    pub(super) fn complete(&mut self, context: &mut ApplyContext<'_>, id: OperationId) {
        let Operation { kind, amount, wallet, links, .. } = self.operations[id].clone();
        let Some(card) = links.card else { return };
        if kind.is_debit() {
            let late = self.failure_of_late_funding(card, amount);
            if let Some(failure) = late.filter(|_| context.rules.mc.terminate.fails_fundings) {
                return self.fail(context, id, failure);
            }
            self.ledger.transfer(Account::WalletHeld(wallet), Account::Card(card), amount);
            let posting = Posting::new(EntryKind::Funding, amount, 0).by_operation(id);
            self.enter(context, card, posting);
            let operation = self.end(context, id, OperationStatus::Completed, None);
            if context.rules.mc.hook.wallet_debited_on == WalletDebitedOn::Completion {
                self.tell_wallet(context, &operation);
            }
            self.tell_transfer(context, card, TransferOutcome::Funded, &operation);
        } else {
            self.pay_out(context, Account::CardHeld(card), (wallet, amount));
            let posting = Posting::new(EntryKind::Withdrawal, 0, -amount).by_operation(id);
            self.enter(context, card, posting);
            let operation = self.end(context, id, OperationStatus::Completed, None);
            self.tell_transfer(context, card, TransferOutcome::Withdrawn, &operation);
            self.tell_wallet(context, &operation);
        }
    }

    /// A funding or a withdrawal under way is not done; its money goes back.
    pub(super) fn fail(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OperationId,
        failure: OperationFailure,
    ) {
        let Operation { kind, amount, wallet, links, .. } = self.operations[id].clone();
        let Some(card) = links.card else { return };
        let status = OperationStatus::Failed;
        if kind.is_debit() {
            self.ledger.transfer(Account::WalletHeld(wallet), Account::Wallet(wallet), amount);
            let operation = self.end(context, id, status, Some(failure));
            self.tell_transfer(context, card, TransferOutcome::FundingFailed, &operation);
            return;
        }
        let is_over = self.releases_to_wallet(context, card);
        let back = if is_over { 0 } else { amount };
        let posting = Posting::new(EntryKind::WithdrawalHoldRelease, back, -amount);
        self.enter(context, card, posting.by_operation(id));
        let operation = self.end(context, id, status, Some(failure));
        if is_over {
            let sweep = (OperationKind::CardTermination, amount);
            let swept = self.credit(context, Account::CardHeld(card), sweep, (wallet, links));
            let swept = self.operations[swept].clone();
            self.tell_transfer(context, card, TransferOutcome::WithdrawalFailed, &operation);
            self.tell_wallet(context, &swept);
        } else {
            self.ledger.transfer(Account::CardHeld(card), Account::Card(card), amount);
            self.tell_transfer(context, card, TransferOutcome::WithdrawalFailed, &operation);
        }
    }

    /// Whether money that a card gives back goes to its wallet, because the card has ended.
    pub(super) fn releases_to_wallet(&self, context: &ApplyContext<'_>, card: CardId) -> bool {
        self.cards[card].status == CardStatus::Terminated
            && context.rules.mc.terminate.release_to == ReleaseTo::Wallet
    }

    /// Moves a withdrawal from a card to its wallet, without the fee.
    pub(super) fn pay_out(
        &mut self,
        context: &ApplyContext<'_>,
        from: Account,
        (wallet, amount): (WalletId, Cents),
    ) {
        let fee = context.rules.mc.withdraw.fee_minor.min(amount);
        let outside = Account::Outside(self.wallets[wallet].currency);
        self.ledger.transfer(from, Account::Wallet(wallet), amount - fee);
        self.ledger.transfer(from, outside, fee);
    }

    /// The reason why a funding comes too late for a card (MC 8.2); one that only brings an expired
    /// card closer to zero never does.
    fn failure_of_late_funding(&self, card: CardId, amount: Cents) -> Option<OperationFailure> {
        match self.cards[card].status {
            CardStatus::Active
            | CardStatus::Frozen
            | CardStatus::Blocked
            | CardStatus::UnderReview => None,
            CardStatus::Expired if self.ledger.card(card).available + amount <= 0 => None,
            CardStatus::Expired => Some(OperationFailure::CardExpired),
            CardStatus::Pending | CardStatus::Terminated | CardStatus::Failed => {
                Some(OperationFailure::CardTerminated)
            }
        }
    }

    fn end(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: OperationId,
        status: OperationStatus,
        failure: Option<OperationFailure>,
    ) -> Operation {
        let operation = self.operations.change(id);
        operation.status = status;
        operation.failure = failure;
        operation.completed_at = (status == OperationStatus::Completed).then_some(context.now);
        let operation = operation.clone();
        self.wallets.change(operation.wallet).updated_at = context.now;
        operation
    }
}

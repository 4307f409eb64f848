//! `TerminateCard`: the caller ends a card (MC 9).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::managed::{
        Account, ApplyContext, CheckContext, Dispute, Managed, Operation, Refusal,
        card::{CardStatus, Cause},
        checks::{FOUND, STATUS},
        dispute::CreditStatus,
        entry::{EntryKind, Posting},
        ids::{CardId, OperationId},
        notice::CardChange,
        operation::{Links, OperationFailure, OperationKind},
    },
};

/// No provisional credit is to be decided.
const NO_CREDIT: Check =
    Check::new("no dispute with a provisional credit is open", &["MC-TERM-04"]);
/// The card owes nothing.
const NO_DEBT: Check = Check::new("the balance of the card is not negative", &["MC-TERM-06"]);

/// A card is terminated (`cards.terminate`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TerminateCard {
    /// The card.
    pub card: CardId,
    /// The reason.
    pub reason: TerminationReason,
}

/// The reason of a termination.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TerminationReason {
    /// No reason.
    #[default]
    UserRequested,
    /// The card is lost.
    Lost,
    /// The card was stolen.
    Stolen,
    /// Somebody else used it.
    Fraud,
    /// Another reason.
    Other,
}

impl Command for TerminateCard {
    type Program = Managed;
    type Plan = CardStatus;
    type Done = ();

    const CHECKS: &'static [Check] = &[FOUND, STATUS, NO_CREDIT, NO_DEBT];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<CardStatus, Refusal> {
        let card = context.holds(FOUND, managed.own_card(self.card, context))?;
        let rules = &context.rules.mc.terminate;
        let next = card.status.after(Cause::Terminate, card.activated_at.is_some());
        let next = next.ok_or(Refusal::CardStatus(managed.standing(card)));
        let next = context.finds(STATUS, || card.status.word(), next)?;
        let granted = managed.granted_dispute(card.id).filter(|_| rules.checks_disputes);
        let decided = granted.map_or(Ok(()), |dispute| {
            Err(Refusal::OpenDispute { dispute: dispute.reference.clone() })
        });
        context.holds(NO_CREDIT, decided)?;
        let available = managed.ledger.card(card.id).available;
        let owes =
            || Refusal::NegativeBalance { available, currency: managed.currency_of(card.id) };
        context.requires(NO_DEBT, available >= 0 || !rules.checks_negative, owes)?;
        Ok(next)
    }

    fn apply(&self, next: CardStatus, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let reason: &str = self.reason.into();
        let before = managed.become_status(context, self.card, next, Some(reason.to_owned()));
        let sweep = managed.sweep(context, self.card);
        managed.tell_card(context, self.card, CardChange::Terminated, Some(before));
        if context.rules.mc.terminate.fails_fundings {
            for funding in managed.open_fundings(self.card) {
                managed.fail(context, funding, OperationFailure::CardTerminated);
            }
        }
        if let Some(operation) = sweep {
            managed.tell_wallet(context, &operation);
        }
    }
}

impl Managed {
    /// A dispute of a card whose provisional credit is still to be decided.
    fn granted_dispute(&self, card: CardId) -> Option<&Dispute> {
        let mut all = self.records(card).disputes.iter().map(|id| &self.disputes[id]);
        all.find(|one| one.status.is_open() && one.credit.status == CreditStatus::Granted)
    }

    /// The fundings of a card that are under way.
    fn open_fundings(&self, card: CardId) -> Vec<OperationId> {
        let all = self.records(card).operations.iter().map(|id| &self.operations[id]);
        let open = all.filter(|one| one.kind.is_debit() && one.status.is_under_way());
        open.map(|one| one.id).collect()
    }

    /// Pays the available amount of a card to its wallet.
    fn sweep(&mut self, context: &mut ApplyContext<'_>, id: CardId) -> Option<Operation> {
        let available = self.ledger.card(id).available;
        if available <= 0 || !context.rules.mc.terminate.sweeps {
            return None;
        }
        let wallet = self.cards[id].wallet;
        let links = Links { card: Some(id), ..Links::default() };
        let sweep = (OperationKind::CardTermination, available);
        let operation = self.credit(context, Account::Card(id), sweep, (wallet, links));
        let posting = Posting::new(EntryKind::Termination, -available, 0).by_operation(operation);
        self.enter(context, id, posting);
        Some(self.operations[operation].clone())
    }
}

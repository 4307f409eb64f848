//! `DecideDispute`: the operator takes up or decides a dispute (MC 11.3).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    command::Command,
    programs::managed::{
        Account, ApplyContext, CheckContext, Dispute, Managed, Operation, Refusal,
        dispute::{CreditStatus, DisputeStatus, Resolution},
        entry::{EntryKind, Posting},
        ids::DisputeId,
        notice::DisputeStep,
        operation::{Links, OperationKind},
    },
};

/// A dispute is taken up or decided (`decide-dispute`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideDispute {
    /// The dispute.
    pub dispute: DisputeId,
    /// The decision.
    pub verdict: Verdict,
    /// The operator's words.
    pub note: Option<String>,
}

/// A decision of the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The operator looks at it.
    UnderReview,
    /// For the caller.
    Won,
    /// Against the caller.
    Lost,
}

impl Command for DecideDispute {
    type Program = Managed;
    type Plan = ();
    type Done = ();

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let dispute = managed.own_dispute(self.dispute, context)?;
        let is_again =
            self.verdict == Verdict::UnderReview && dispute.status == DisputeStatus::UnderReview;
        match dispute.status.is_open() && !is_again {
            true => Ok(()),
            false => Err(Refusal::DisputeClosed(dispute.status)),
        }
    }

    fn apply(&self, (): (), managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let rules = &context.rules.mc.dispute;
        match self.verdict {
            Verdict::UnderReview => {
                managed.move_dispute(context, self.dispute, DisputeStatus::UnderReview);
                let dispute = managed.disputes[self.dispute].clone();
                managed.tell_dispute(context, &dispute, DisputeStep::Updated);
            }
            Verdict::Won if rules.won_keeps => self.win(managed, context),
            Verdict::Won => {
                self.end(managed, context, (DisputeStatus::Won, DisputeStep::Won), true);
            }
            Verdict::Lost => {
                let takes_back = rules.lost_takes_back;
                let lost = (DisputeStatus::Lost, DisputeStep::Lost);
                self.end(managed, context, lost, takes_back);
            }
        }
    }
}

impl DecideDispute {
    fn end(
        &self,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
        (outcome, step): (DisputeStatus, DisputeStep),
        takes_back: bool,
    ) {
        managed.close_dispute(
            context,
            self.dispute,
            (outcome, step),
            self.note.clone(),
            takes_back,
        );
    }

    /// The credit stays; where none was given, the wallet gets the disputed amount.
    fn win(&self, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        managed.resolve(context, self.dispute, DisputeStatus::Won, self.note.clone());
        let row = managed.disputes.change(self.dispute);
        let was_granted = row.credit.status == CreditStatus::Granted;
        if was_granted {
            row.credit.status = CreditStatus::Final;
            row.credit.ended_at = Some(context.now);
        }
        let dispute = row.clone();
        let paid = (!was_granted).then(|| managed.pay_won(context, &dispute));
        managed.tell_dispute(context, &dispute, DisputeStep::Won);
        if let Some(operation) = paid {
            managed.tell_wallet(context, &operation);
        }
    }
}

impl Managed {
    /// Pays a dispute that was won after the end of its card.
    fn pay_won(&mut self, context: &mut ApplyContext<'_>, dispute: &Dispute) -> Operation {
        let disputed = Account::Disputed(self.currency_of(dispute.card));
        let (card, wallet) = (dispute.card, self.cards[dispute.card].wallet);
        let links = Links {
            card: Some(card),
            authorization: Some(dispute.authorization),
            dispute: Some(dispute.id),
        };
        let credit = (OperationKind::DisputeCredit, dispute.amount);
        let operation = self.credit(context, disputed, credit, (wallet, links));
        self.operations[operation].clone()
    }

    /// Ends a dispute against the caller: a credit that was given is taken back.
    pub(super) fn close_dispute(
        &mut self,
        context: &mut ApplyContext<'_>,
        id: DisputeId,
        (outcome, step): (DisputeStatus, DisputeStep),
        note: Option<String>,
        takes_back: bool,
    ) {
        self.resolve(context, id, outcome, note);
        let Dispute { card, authorization, credit, .. } = self.disputes[id].clone();
        let reverses = credit.status == CreditStatus::Granted && takes_back;
        if reverses {
            let row = self.disputes.change(id);
            row.credit.status = CreditStatus::Reversed;
            row.credit.ended_at = Some(context.now);
            let disputed = Account::Disputed(self.currency_of(card));
            self.ledger.transfer(Account::Card(card), disputed, credit.amount);
            let posting = Posting {
                authorization: Some(authorization),
                ..Posting::new(EntryKind::ProvisionalCreditReversal, -credit.amount, 0)
            };
            self.enter(context, card, posting.by_dispute(id));
        }
        let dispute = self.disputes[id].clone();
        self.tell_dispute(context, &dispute, step);
        if reverses {
            self.tell_dispute(context, &dispute, DisputeStep::CreditReversed);
        }
    }

    fn resolve(
        &mut self,
        context: &ApplyContext<'_>,
        id: DisputeId,
        outcome: DisputeStatus,
        note: Option<String>,
    ) {
        self.move_dispute(context, id, outcome);
        let at = context.now;
        self.disputes.change(id).resolution = Some(Resolution { outcome, note, at });
    }

    fn move_dispute(&mut self, context: &ApplyContext<'_>, id: DisputeId, status: DisputeStatus) {
        let row = self.disputes.change(id);
        row.status = status;
        row.history.push((status, context.now));
        row.updated_at = context.now;
    }
}

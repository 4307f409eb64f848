//! Disputes: opened by the cardholder, decided by the back office (AG 5.15, SB 5.2).

use serde::{Deserialize, Serialize};

use super::Refund;
use crate::{
    clearing::TransactionStatus,
    command::Command,
    people::address::is_too_long,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        dispute::{Dispute, DisputeStatus},
        ids::{CardId, DisputeId, TransactionId},
        transaction::TransactionKind,
    },
};

/// `createCardDispute`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenDispute {
    /// The transaction.
    pub transaction: TransactionId,
    /// The evidence, in free text.
    pub evidence: Option<String>,
}

impl Command for OpenDispute {
    type Program = Collateral;
    type Plan = ();
    type Done = Dispute;

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let transaction = collateral.own_transaction(context.caller, self.transaction)?;
        let is_purchase = match transaction.kind {
            TransactionKind::Purchase
            | TransactionKind::AtmWithdrawal
            | TransactionKind::BalanceInquiry => true,
            TransactionKind::Refund | TransactionKind::Fee => false,
        };
        if !is_purchase || transaction.spending.status != TransactionStatus::Posted {
            return Err(Refusal::NotDisputable);
        }
        let is_open = |dispute: &Dispute| {
            dispute.transaction == self.transaction && dispute.status == DisputeStatus::Open
        };
        if context.rules.dispute.one_per_transaction && collateral.disputes.iter().any(is_open) {
            return Err(Refusal::DisputeOpen);
        }
        match self.evidence.as_deref().is_some_and(is_too_long) {
            true => Err(Refusal::EvidenceTooLong),
            false => Ok(()),
        }
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Dispute {
        let dispute = Dispute {
            id: collateral.disputes.next(),
            external_id: context.uuid("dispute.external_id"),
            transaction: self.transaction,
            user: collateral.transactions[self.transaction].user,
            evidence: self.evidence.clone(),
            status: DisputeStatus::Open,
            note: None,
            refund: None,
            created_at: context.now,
            decided_at: None,
        };
        collateral.disputes.push(dispute.clone());
        dispute
    }
}

/// The back office decides a dispute (`decide-dispute`). What is left of a won one is refunded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DecideDispute {
    /// The dispute.
    pub dispute: DisputeId,
    /// Decided for the cardholder.
    pub is_won: bool,
    /// Note of whoever decides.
    pub note: Option<String>,
}

impl Command for DecideDispute {
    type Program = Collateral;
    type Plan = Option<(Refund, i64)>;
    /// The refund of a won dispute.
    type Done = Option<TransactionId>;

    fn check(
        &self,
        collateral: &Collateral,
        context: &CheckContext<'_>,
    ) -> Result<Self::Plan, Refusal> {
        let dispute = collateral.disputes.get(self.dispute).ok_or(Refusal::NotYours)?;
        if dispute.status != DisputeStatus::Open {
            return Err(Refusal::DisputeState { status: dispute.status });
        }
        if self.note.as_deref().is_some_and(is_too_long) {
            return Err(Refusal::ReasonTooLong);
        }
        let transaction = &collateral.transactions[dispute.transaction];
        let is_left = transaction.spending.cleared > transaction.spending.refunded;
        let card: Option<CardId> = transaction.card.filter(|_| self.is_won && is_left);
        let Some(card) = card else { return Ok(None) };
        let transaction = Some(dispute.transaction);
        let refund = Refund { card, transaction, amount: None };
        let amount = refund.check(collateral, context)?;
        Ok(Some((refund, amount)))
    }

    fn apply(
        &self,
        plan: Self::Plan,
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Option<TransactionId> {
        let refund = plan.map(|(refund, amount)| refund.apply(amount, collateral, context));
        let dispute = collateral.disputes.change(self.dispute);
        dispute.status = if self.is_won { DisputeStatus::Won } else { DisputeStatus::Lost };
        dispute.note.clone_from(&self.note);
        dispute.refund = refund;
        dispute.decided_at = Some(context.now);
        refund
    }
}

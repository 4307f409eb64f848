//! Disputes: opened by the cardholder, decided by the back office (AG 5.15, SB 5.2).

use serde::{Deserialize, Serialize};

use super::Refund;
use crate::{
    clearing::TransactionStatus,
    command::{Check, Command},
    people::address::is_too_long,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        checks::OWN_TRANSACTION,
        dispute::{Dispute, DisputeStatus},
        ids::{CardId, DisputeId, TransactionId},
        transaction::TransactionKind,
    },
};

/// The transaction is a purchase that is posted.
const POSTED: Check = Check::new("the transaction is a posted purchase", &["AG-DISPUTE-01"]);
/// No dispute on it is open.
const NO_DISPUTE: Check = Check::new("no dispute on the transaction is open", &["AG-DISPUTE-03"]);
/// The evidence is not too long.
const EVIDENCE: Check = Check::new("the evidence has at most 255 characters", &[]);

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

    const CHECKS: &'static [Check] = &[OWN_TRANSACTION, POSTED, NO_DISPUTE, EVIDENCE];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let own = collateral.own_transaction(context.caller, self.transaction);
        let transaction = context.holds(OWN_TRANSACTION, own)?;
        let is_purchase = match transaction.kind {
            TransactionKind::Purchase
            | TransactionKind::AtmWithdrawal
            | TransactionKind::BalanceInquiry => true,
            TransactionKind::Refund | TransactionKind::Fee => false,
        };
        let is_posted = transaction.spending.status == TransactionStatus::Posted;
        context.requires(POSTED, is_purchase && is_posted, || Refusal::NotDisputable)?;
        let is_open = |dispute: &Dispute| {
            dispute.transaction == self.transaction && dispute.status == DisputeStatus::Open
        };
        let is_single = context.rules.dispute.one_per_transaction;
        let has_one = is_single && collateral.disputes.iter().any(is_open);
        context.requires(NO_DISPUTE, !has_one, || Refusal::DisputeOpen)?;
        let is_long = self.evidence.as_deref().is_some_and(is_too_long);
        context.requires(EVIDENCE, !is_long, || Refusal::EvidenceTooLong)
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

//! `OpenDispute`: the caller disputes what was settled (MC 11.2).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{check_currency, within};
use crate::{
    command::{Check, Command},
    money::Cents,
    programs::managed::{
        Account, ApplyContext, Authorization, CheckContext, Dispute, LimitExceeded, LimitKind,
        Managed, Refusal,
        card::{Action, CardStatus},
        checks::{CURRENCY, FOUND, LEDGER, STATUS},
        dispute::{Case, CreditStatus, DisputeStatus, ProvisionalCredit},
        entry::{EntryKind, Posting},
        ids::{AuthorizationId, DisputeId, reference},
        notice::DisputeStep,
    },
};

/// Something of the authorization is settled.
const SETTLED: Check = Check::new("something of the authorization is settled", &["MC-DISPUTE-07"]);
/// No dispute on it is open.
const NO_DISPUTE: Check = Check::new("no dispute on the authorization is open", &["MC-DISPUTE-09"]);
/// The window is open.
const IN_TIME: Check = Check::new("the time to dispute is not over", &["MC-DISPUTE-10"]);
/// The amount can be disputed.
const DISPUTABLE: Check =
    Check::new("the amount is not more than can be disputed", &["MC-DISPUTE-08"]);

/// A dispute is opened (`disputes.create`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenDispute {
    /// The authorization.
    pub authorization: AuthorizationId,
    /// The amount, in minor units; everything that can be disputed when absent.
    pub amount: Option<Cents>,
    /// The currency; the card's when absent.
    pub currency: Option<String>,
    /// The case.
    pub case: Case,
}

impl Command for OpenDispute {
    type Program = Managed;
    type Plan = Cents;
    type Done = DisputeId;

    const CHECKS: &'static [Check] =
        &[FOUND, STATUS, SETTLED, NO_DISPUTE, CURRENCY, IN_TIME, DISPUTABLE, LEDGER];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let row = context.holds(FOUND, managed.own_authorization(self.authorization, context))?;
        let rules = &context.rules.mc.dispute;
        let card = &managed.cards[row.card];
        let may = match card.status.allows(Action::Dispute) {
            true => Ok(()),
            false => Err(Refusal::CardStatus(managed.standing(card))),
        };
        context.finds(STATUS, || card.status.word(), may)?;
        let settled_at = row.last_settled_at();
        let settled_at = settled_at.ok_or(Refusal::AuthorizationNotSettled(row.status()));
        let settled_at = context.holds(SETTLED, settled_at)?;
        let open = managed.open_dispute(row).filter(|_| rules.one_open);
        let free = open.map_or(Ok(()), |dispute| {
            Err(Refusal::DisputeExists { dispute: dispute.reference.clone() })
        });
        context.holds(NO_DISPUTE, free)?;
        let currency = managed.currency_of(row.card);
        context.holds(CURRENCY, check_currency(self.currency.as_deref(), currency))?;
        let closed_at = settled_at.checked_add(SignedDuration::from_millis(rules.window_ms));
        let closed_at = closed_at.unwrap_or(Timestamp::MAX);
        let closed = || Refusal::DisputeWindowClosed { closed_at };
        context.requires(IN_TIME, context.now <= closed_at, closed)?;
        let refunded = if rules.counts_refunds { row.spending.refunded } else { 0 };
        let left = row.settled() - refunded - managed.disputed(row);
        let amount = self.amount.unwrap_or(left);
        let exceeds = || {
            let kind = LimitKind::DisputeAmountExceedsSettled;
            Refusal::Limit(LimitExceeded { kind, limit: left, currency })
        };
        let may = !rules.checks_amount || (1..=left).contains(&amount);
        context.requires(DISPUTABLE, may, exceeds)?;
        let room = managed.ledger.room(Account::Disputed(currency), Account::Card(row.card));
        context.holds(LEDGER, within(amount, 1, room))?;
        Ok(amount)
    }

    fn apply(
        &self,
        amount: Cents,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> DisputeId {
        let (now, card) = (context.now, managed.authorizations[self.authorization].card);
        let id = managed.disputes.next();
        let reference = reference(context.dice, "mc.dsp");
        managed.references.disputes.insert(reference.clone(), id);
        managed.users.change(managed.cards[card].user).disputes.push(id);
        let credit = managed.provisional_credit(context, self.authorization, amount);
        managed.disputes.push(Dispute {
            id,
            reference,
            authorization: self.authorization,
            card,
            status: DisputeStatus::Open,
            case: self.case.clone(),
            amount,
            credit,
            resolution: None,
            history: vec![(DisputeStatus::Open, now)],
            created_at: now,
            updated_at: now,
        });
        managed.authorizations.change(self.authorization).disputes.push(id);
        managed.records_mut(card).disputes.push(id);
        if credit.status == CreditStatus::Granted {
            let disputed = Account::Disputed(managed.currency_of(card));
            managed.ledger.transfer(disputed, Account::Card(card), credit.amount);
            let posting = Posting {
                authorization: Some(self.authorization),
                ..Posting::new(EntryKind::ProvisionalCredit, credit.amount, 0)
            };
            managed.enter(context, card, posting.by_dispute(id));
        }
        let dispute = managed.disputes[id].clone();
        managed.tell_dispute(context, &dispute, DisputeStep::Created);
        if credit.status == CreditStatus::Granted {
            managed.tell_dispute(context, &dispute, DisputeStep::CreditGranted);
        }
        id
    }
}

impl Managed {
    /// A dispute of an authorization that is still to be decided.
    fn open_dispute(&self, row: &Authorization) -> Option<&Dispute> {
        let mut all = row.disputes.iter().map(|id| &self.disputes[*id]);
        all.find(|dispute| dispute.status.is_open())
    }

    /// The amount of an authorization that is disputed, or was disputed with success.
    pub(super) fn disputed(&self, row: &Authorization) -> Cents {
        let all = row.disputes.iter().map(|id| &self.disputes[*id]);
        all.filter(|dispute| dispute.status.counts()).map(|dispute| dispute.amount).sum()
    }

    /// The credit that a dispute gets at once; none on a terminated card.
    fn provisional_credit(
        &self,
        context: &ApplyContext<'_>,
        authorization: AuthorizationId,
        amount: Cents,
    ) -> ProvisionalCredit {
        let rules = &context.rules.mc.dispute;
        let card = &self.cards[self.authorizations[authorization].card];
        if card.status == CardStatus::Terminated && !rules.credits_terminated {
            let status = CreditStatus::NotGranted;
            return ProvisionalCredit { status, amount: 0, granted_at: None, ended_at: None };
        }
        let part = i128::from(amount) * i128::from(rules.provisional_percent) / 100;
        ProvisionalCredit {
            status: CreditStatus::Granted,
            amount: part as Cents,
            granted_at: Some(context.now),
            ended_at: None,
        }
    }
}

//! `Settle`: the merchant takes the money (MC 10.5).

use serde::{Deserialize, Serialize};

use super::check_currency;
use crate::{
    clearing,
    command::{Check, Command},
    money::Cents,
    programs::managed::{
        ApplyContext, Authorization, CheckContext, LimitExceeded, LimitKind, Managed, Refusal,
        authorization::{AuthorizationStatus, Settlement},
        checks::{CURRENCY, FOUND, LEDGER, OPEN},
        entry::{EntryKind, Posting},
        ids::{AuthorizationId, reference},
        notice::AuthorizationStep,
    },
};

/// The amount is one that may be taken.
const TAKEN: Check =
    Check::new("the amount is not more than may be settled and the card has", &["MC-SETTLE-05"]);

/// A settlement (`authorizations.settle`, `clear`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Settle {
    /// The authorization.
    pub authorization: AuthorizationId,
    /// The amount, in minor units; all that is held when absent.
    pub amount: Option<Cents>,
    /// The currency; the card's when absent.
    pub currency: Option<String>,
    /// The rest of the hold is given back.
    pub is_final: bool,
    /// Limits, funds and the end of the hold are not regarded (MC 19).
    pub force: bool,
}

/// A settlement that may be made.
#[derive(Clone, Copy, Debug)]
pub struct SettlePlan {
    amount: Cents,
    is_final: bool,
}

impl Settle {
    fn inner(&self, plan: SettlePlan) -> clearing::Clear<Managed> {
        clearing::Clear {
            transaction: self.authorization,
            amount: Some(plan.amount),
            last: plan.is_final,
            force: true,
        }
    }

    /// Refuses an amount above the limit of the merchant category or above what the card has.
    fn check_amount(
        &self,
        managed: &Managed,
        row: &Authorization,
        amount: Cents,
        context: &CheckContext<'_>,
    ) -> Result<(), Refusal> {
        let rules = &context.rules.mc.settle;
        let currency = managed.currency_of(row.card);
        let limit = row.most_settled(&rules.over_mccs, rules.over_tolerance_percent);
        if !rules.over_allowed_everywhere && row.settled() + amount > limit {
            let kind = LimitKind::OverSettlement;
            let limit = limit - row.settled();
            return Err(Refusal::Limit(LimitExceeded { kind, limit, currency }));
        }
        let available = managed.ledger.card(row.card).available;
        let excess = amount - row.held();
        if excess > 0 && excess > available {
            return Err(Refusal::InsufficientCardFunds { available, currency });
        }
        Ok(())
    }
}

impl Command for Settle {
    type Program = Managed;
    type Plan = SettlePlan;
    type Done = ();

    const CHECKS: &'static [Check] = &[FOUND, OPEN, CURRENCY, TAKEN, LEDGER];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<SettlePlan, Refusal> {
        let row = context.holds(FOUND, managed.own_authorization(self.authorization, context))?;
        let rules = &context.rules.mc.settle;
        let is_late = row.spending.is_released()
            && (self.force
                || (row.status() == AuthorizationStatus::Expired && rules.allows_expired));
        let is_open = row.spending.is_authorized() || is_late;
        let closed = || Refusal::AuthorizationNotOpen(row.status());
        context.requires(OPEN, is_open, closed)?;
        let same = check_currency(self.currency.as_deref(), managed.currency_of(row.card));
        context.holds(CURRENCY, same)?;
        let whole = if is_late { row.amount } else { row.held() };
        let amount = self.amount.unwrap_or(whole);
        if !self.force && !is_late {
            context.holds(TAKEN, self.check_amount(managed, row, amount, context))?;
        }
        let plan = SettlePlan { amount, is_final: self.is_final || !rules.honours_final };
        context.holds(LEDGER, self.inner(plan).check(managed, context))?;
        Ok(plan)
    }

    fn apply(&self, plan: SettlePlan, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let (id, SettlePlan { amount, is_final }) = (self.authorization, plan);
        let held = managed.authorizations[id].held();
        self.inner(plan).apply(amount, managed, context);
        let reference = reference(context.dice, "mc.stl");
        let row = managed.authorizations.change(id);
        let taken = amount.min(held);
        let (excess, rest) = (amount - taken, held - taken - row.held());
        row.over_settled += excess;
        row.settlements.push(Settlement { reference, amount, is_final, at: context.now });
        let card = row.card;
        let posting = Posting::new(EntryKind::Settlement, -excess, -taken);
        managed.enter(context, card, posting.by_authorization(id));
        let released = managed.gave_back(context, id, rest);
        managed.tell_authorization(context, id, AuthorizationStep::Settled);
        if let Some(operation) = released {
            managed.tell_wallet(context, &operation);
        }
    }
}

impl Authorization {
    /// The most that can be settled in sum: what was authorized less what was released, and a
    /// tolerance, in percent, for some merchant categories, rounded down to a minor unit.
    fn most_settled(&self, over_mccs: &[String], tolerance: i64) -> Cents {
        let base = self.amount - self.released();
        match over_mccs.contains(&self.merchant.mcc) {
            true => base + (i128::from(base) * i128::from(tolerance) / 100) as Cents,
            false => base,
        }
    }
}

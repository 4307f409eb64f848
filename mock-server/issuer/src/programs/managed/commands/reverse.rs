//! `Reverse`: the merchant gives a hold back (MC 10.6).

use serde::{Deserialize, Serialize};

use super::check_currency;
use crate::{
    clearing,
    command::{Check, Command},
    money::Cents,
    programs::managed::{
        ApplyContext, CheckContext, LimitExceeded, LimitKind, Managed, Refusal,
        authorization::Reversal,
        checks::{CURRENCY, FOUND, LEDGER, OPEN},
        ids::{AuthorizationId, reference},
        notice::AuthorizationStep,
    },
};

/// The hold is as large as the amount.
const HELD: Check = Check::new("the amount is not more than the hold", &["MC-REVERSE-04"]);

/// A reversal (`authorizations.reverse`, `reverse`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reverse {
    /// The authorization.
    pub authorization: AuthorizationId,
    /// The amount, in minor units; all that is held when absent.
    pub amount: Option<Cents>,
    /// The currency; the card's when absent.
    pub currency: Option<String>,
}

impl Reverse {
    /// The reversal of a whole hold.
    pub(super) fn all_of(authorization: AuthorizationId) -> Self {
        Self { authorization, amount: None, currency: None }
    }

    fn inner(&self, amount: Cents) -> clearing::Release<Managed> {
        clearing::Release { transaction: self.authorization, amount: Some(amount), expired: false }
    }
}

impl Command for Reverse {
    type Program = Managed;
    type Plan = Cents;
    type Done = ();

    const CHECKS: &'static [Check] = &[FOUND, OPEN, CURRENCY, HELD, LEDGER];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Cents, Refusal> {
        let row = context.holds(FOUND, managed.own_authorization(self.authorization, context))?;
        let closed = || Refusal::AuthorizationNotOpen(row.status());
        context.requires(OPEN, row.spending.is_authorized(), closed)?;
        let currency = managed.currency_of(row.card);
        context.holds(CURRENCY, check_currency(self.currency.as_deref(), currency))?;
        let rules = &context.rules.mc.reverse;
        let held = row.held();
        let wanted = self.amount.filter(|_| !rules.partial_closes).unwrap_or(held);
        let amount = if rules.clamps { wanted.min(held) } else { wanted };
        let exceeds = || {
            let kind = LimitKind::AmountExceedsHold;
            Refusal::Limit(LimitExceeded { kind, limit: held, currency })
        };
        context.requires(HELD, amount <= held, exceeds)?;
        context.holds(LEDGER, self.inner(amount).check(managed, context))
    }

    fn apply(&self, amount: Cents, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let id = self.authorization;
        self.inner(amount).apply(amount, managed, context);
        let reversal =
            Reversal { reference: reference(context.dice, "mc.rvs"), amount, at: context.now };
        managed.authorizations.change(id).reversals.push(reversal);
        let released = managed.gave_back(context, id, amount);
        managed.tell_authorization(context, id, AuthorizationStep::Reversed);
        if let Some(operation) = released {
            managed.tell_wallet(context, &operation);
        }
    }
}

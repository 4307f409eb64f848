//! `Authorize`: a merchant asks a card for money (MC 10.2).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::check_currency;
use crate::{
    clearing::{self, Presented},
    command::{Check, Command},
    money::Cents,
    programs::managed::{
        ApplyContext, CheckContext, Effect, Managed, Refusal,
        adapter::AdapterChoice,
        authorization::{Channel, MerchantInput},
        checks::{CURRENCY, FOUND, LEDGER},
        decline::Ask,
        decline_reason::DeclineReason,
        entry::{EntryKind, Posting},
        ids::{AuthorizationId, CardId},
        notice::AuthorizationStep,
    },
    rulebook::mc::AuthorizationCreatedOn,
};

/// No rule declines. A decline is an answer of its own, and no refusal.
const APPROVED: Check = Check::new("nothing declines the authorization", &["MC-AUTHZ-09"]);

/// A merchant asks (`cards.authorize`, `authorize`). A decline is a result, not a refusal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Authorize {
    /// The card.
    pub card: CardId,
    /// The amount, in minor units of the card's currency.
    pub amount: Cents,
    /// The currency; the card's when absent.
    pub currency: Option<String>,
    /// The merchant.
    pub merchant: MerchantInput,
    /// The way in which the card is used.
    pub channel: Channel,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
    /// A reason that the caller orders: it comes after the status of the card.
    pub simulated: Option<DeclineReason>,
    /// A reason that the back office orders: it comes first.
    pub forced: Option<DeclineReason>,
    /// The adapter of this call.
    pub adapter: AdapterChoice,
}

impl Authorize {
    /// The request in the terms of the spending machine.
    fn inner(
        &self,
        managed: &Managed,
        declined: Option<DeclineReason>,
    ) -> clearing::Authorize<Managed> {
        let country = &managed.program_of(&managed.cards[self.card]).country;
        clearing::Authorize {
            card: self.card,
            amount: self.amount,
            kind: self.channel,
            merchant: self.merchant.complete(country),
            presented: Presented::default(),
            forced: declined.map(Into::into),
        }
    }
}

impl Command for Authorize {
    type Program = Managed;
    type Plan = Option<DeclineReason>;
    type Done = AuthorizationId;

    const CHECKS: &'static [Check] = &[FOUND, CURRENCY, APPROVED, LEDGER];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<Self::Plan, Refusal> {
        let card = context.holds(FOUND, managed.own_card(self.card, context))?.id;
        let same = check_currency(self.currency.as_deref(), managed.currency_of(card));
        context.holds(CURRENCY, same)?;
        let merchant = self.inner(managed, None).merchant;
        let ask = Ask {
            card,
            amount: self.amount,
            mcc: Some(&merchant.mcc),
            simulated: self.simulated,
            adapter: self.adapter,
        };
        let declined = self.forced.or_else(|| managed.decline(&ask, context));
        let _ = context.holds(APPROVED, declined.map_or(Ok(()), |reason| Err(reason.word())));
        context.holds(LEDGER, self.inner(managed, declined).check(managed, context))?;
        Ok(declined)
    }

    fn apply(
        &self,
        declined: Option<DeclineReason>,
        managed: &mut Managed,
        context: &mut ApplyContext<'_>,
    ) -> AuthorizationId {
        let inner = self.inner(managed, declined);
        let id = inner.apply(inner.forced, managed, context).transaction;
        let approval = declined.is_none().then(|| context.dice.below("mc.approval", 1_000_000));
        let ttl = SignedDuration::from_millis(context.rules.mc.authorize.ttl_ms);
        let end = context.now.checked_add(ttl).ok().filter(|_| declined.is_none());
        let row = managed.authorizations.change(id);
        row.decline_reason = declined;
        row.merchant_id.clone_from(&self.merchant.id);
        row.metadata.clone_from(&self.metadata);
        row.approval_code = approval.map(|code| format!("{code:06}"));
        row.expires_at = end;
        if declined.is_none() {
            let posting = Posting::new(EntryKind::Hold, -self.amount, self.amount);
            managed.enter(context, self.card, posting.by_authorization(id));
            context.after(context.rules.mc.authorize.ttl_ms, Effect::ExpireAuthorization(id));
        }
        managed.note_balance(id);
        let is_told = match context.rules.mc.hook.authorization_created_on {
            AuthorizationCreatedOn::Always => true,
            AuthorizationCreatedOn::Approved => declined.is_none(),
        };
        if is_told {
            managed.tell_authorization(context, id, AuthorizationStep::Created);
        }
        id
    }
}

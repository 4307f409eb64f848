//! `Unfreeze`: the caller allows spending again (MC 9).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal,
        card::{CardStatus, Cause},
        checks::{FOUND, STATUS},
        ids::CardId,
        notice::CardChange,
    },
};

/// A card is unfrozen (`cards.unfreeze`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unfreeze {
    /// The card.
    pub card: CardId,
}

impl Command for Unfreeze {
    type Program = Managed;
    type Plan = CardStatus;
    type Done = ();

    const CHECKS: &'static [Check] = &[FOUND, STATUS];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<CardStatus, Refusal> {
        let card = context.holds(FOUND, managed.own_card(self.card, context))?;
        let lifts = context.rules.mc.card.unfreeze_lifts_block;
        let is_lifted = lifts && card.status == CardStatus::Blocked;
        let cause = if is_lifted { Cause::Unblock } else { Cause::Unfreeze };
        let next = card.status.after(cause, card.activated_at.is_some());
        let next = next.ok_or(Refusal::CardStatus(managed.standing(card)));
        context.finds(STATUS, || card.status.word(), next)
    }

    fn apply(&self, next: CardStatus, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let before = managed.become_status(context, self.card, next, None);
        managed.tell_card(context, self.card, CardChange::Unfrozen, Some(before));
    }
}

//! `Freeze`: the caller stops spending (MC 9).

use serde::{Deserialize, Serialize};

use super::Reverse;
use crate::{
    command::{Check, Command},
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal,
        card::{CardStatus, Cause},
        checks::{FOUND, STATUS},
        ids::{AuthorizationId, CardId},
        notice::CardChange,
    },
};

/// A card is frozen (`cards.freeze`).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Freeze {
    /// The card.
    pub card: CardId,
}

impl Command for Freeze {
    type Program = Managed;
    type Plan = CardStatus;
    type Done = ();

    const CHECKS: &'static [Check] = &[FOUND, STATUS];

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<CardStatus, Refusal> {
        let card = context.holds(FOUND, managed.own_card(self.card, context))?;
        let next = card.status.after(Cause::Freeze, card.activated_at.is_some());
        let next = next.ok_or(Refusal::CardStatus(managed.standing(card)));
        context.finds(STATUS, || card.status.word(), next)
    }

    fn apply(&self, next: CardStatus, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let before = managed.become_status(context, self.card, next, None);
        managed.tell_card(context, self.card, CardChange::Frozen, Some(before));
        if context.rules.mc.freeze.releases_holds {
            let is_open = |id: &AuthorizationId| managed.authorizations[*id].held() > 0;
            let open: Vec<_> =
                managed.records(self.card).authorizations.iter().filter(is_open).collect();
            for authorization in open {
                let held = managed.authorizations[authorization].held();
                Reverse::all_of(authorization).apply(held, managed, context);
            }
        }
    }
}

//! `ExpireCard`: the last valid month of a card is over (MC 7.3).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::managed::{
        ApplyContext, CheckContext, Managed, Refusal,
        card::{CardStatus, Cause},
        ids::CardId,
        notice::CardChange,
    },
};

/// A card expires (timeline).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ExpireCard {
    /// The card.
    pub card: CardId,
}

impl Command for ExpireCard {
    type Program = Managed;
    type Plan = CardStatus;
    type Done = ();

    fn check(&self, managed: &Managed, context: &CheckContext<'_>) -> Result<CardStatus, Refusal> {
        let card = managed.own_card(self.card, context)?;
        let next = card.status.after(Cause::Expire, card.activated_at.is_some());
        let next = next.filter(|_| context.rules.mc.card.expires);
        next.ok_or(Refusal::CardStatus(managed.standing(card)))
    }

    fn apply(&self, next: CardStatus, managed: &mut Managed, context: &mut ApplyContext<'_>) {
        let before = managed.become_status(context, self.card, next, None);
        managed.tell_card(context, self.card, CardChange::Expired, Some(before));
    }
}

//! Freezing and unfreezing a card; `lockCard` and `unlockCard` are the same with other words.

use serde::{Deserialize, Serialize};

use crate::programs::{
    CheckContext, Command, Event, EventKind, Issuer, Refusal, Turn,
    collateral::{
        card::{CardAction, CardStatus},
        ids::CardId,
    },
};

/// `freezeCard`, `lockCard`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Freeze {
    /// The card.
    pub card: CardId,
    /// Under which name it was asked for.
    pub action: CardAction,
}

impl Command for Freeze {
    const NAME: &'static str = "freeze";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = issuer.collateral.own_card(context.caller, self.card)?;
        card.must_be_in(&context.rules.life.freeze_from, self.action)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        change_status(issuer, turn, self.card, CardStatus::Locked);
    }
}

/// `unfreezeCard`, `unlockCard`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unfreeze {
    /// The card.
    pub card: CardId,
    /// Under which name it was asked for.
    pub action: CardAction,
}

impl Command for Unfreeze {
    const NAME: &'static str = "unfreeze";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = issuer.collateral.own_card(context.caller, self.card)?;
        card.must_be_in(&context.rules.life.unfreeze_from, self.action)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        change_status(issuer, turn, self.card, CardStatus::Active);
    }
}

/// Moves a card to another state and says so.
pub(super) fn change_status(
    issuer: &mut Issuer,
    turn: &mut Turn<'_>,
    card: CardId,
    status: CardStatus,
) {
    let row = issuer.collateral.cards.change(card);
    let (before, company) = (row.status, row.company);
    row.become_status(status, turn.now);
    let partner = issuer.collateral.partner_of(company);
    let cards_in = &mut issuer.collateral.partners.change(partner).holdings.cards_in;
    cards_in.entry(before).or_default().remove(&card);
    cards_in.entry(status).or_default().insert(card);
    let kind = EventKind::CardStatusChanged;
    turn.raise(Event { at: turn.now, kind, entity: format!("card:{card}") });
}

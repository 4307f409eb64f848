//! Freezing and unfreezing a card; `lockCard` and `unlockCard` are the same with other words.

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::{CardAction, CardStatus},
        checks::OWN_CARD,
        event::{EventKind, raise},
        ids::CardId,
    },
};

/// The status is one from which a card is frozen.
const CAN_FREEZE: Check =
    Check::new("the status of the card allows freezing", &["PG-LIFE-06", "AG-LIFE-09"]);
/// The status is one from which a card is unfrozen.
const CAN_UNFREEZE: Check =
    Check::new("the status of the card allows unfreezing", &["PG-LIFE-06", "AG-LIFE-09"]);

/// `freezeCard`, `lockCard`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Freeze {
    /// The card.
    pub card: CardId,
    /// Under which name it was asked for.
    pub action: CardAction,
}

impl Command for Freeze {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_CARD, CAN_FREEZE];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = context.holds(OWN_CARD, collateral.own_card(context.caller, self.card))?;
        let may = card.must_be_in(&context.rules.life.freeze_from, self.action);
        context.finds(CAN_FREEZE, || card.status.name(), may)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        change_status(collateral, context, self.card, CardStatus::Locked);
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
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_CARD, CAN_UNFREEZE];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = context.holds(OWN_CARD, collateral.own_card(context.caller, self.card))?;
        let may = card.must_be_in(&context.rules.life.unfreeze_from, self.action);
        context.finds(CAN_UNFREEZE, || card.status.name(), may)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        change_status(collateral, context, self.card, CardStatus::Active);
    }
}

/// Moves a card to another state and says so.
pub(super) fn change_status(
    collateral: &mut Collateral,
    context: &mut ApplyContext<'_>,
    card: CardId,
    status: CardStatus,
) {
    let row = collateral.cards.change(card);
    let (from, company, person) = (row.status, row.company, row.user);
    row.become_status(status, context.now);
    if let Some(holdings) = collateral.holdings(company) {
        holdings.cards_in.entry(from).or_default().remove(&card);
        holdings.cards_in.entry(status).or_default().insert(card);
    }
    let kind = EventKind::CardStatusChanged { card, from, to: status };
    raise(collateral, context, person, kind);
}

//! Starring a card (AG 5.6).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal, checks::OWN_CARD, ids::CardId,
    },
};

/// `update_AgioCard_card_by_pk` with `is_starred`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetStar {
    /// The card.
    pub card: CardId,
    /// The card is starred from now on.
    pub is_starred: bool,
}

impl Command for SetStar {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_CARD];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        context.holds(OWN_CARD, collateral.own_card(context.caller, self.card)).map(|_| ())
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let card = collateral.cards.change(self.card);
        card.is_starred = self.is_starred;
        card.updated_at = context.now;
    }
}

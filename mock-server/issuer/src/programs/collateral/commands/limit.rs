//! Changing a spending limit (PG 7.5).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::CardAction,
        checks::{LIMIT, LIVES, OWN_CARD},
        ids::CardId,
        limit::{Limit, set_limit},
    },
};

/// `updateCardLimit`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetLimit {
    /// The card.
    pub card: CardId,
    /// The limit.
    pub limit: Limit,
}

impl Command for SetLimit {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_CARD, LIVES, LIMIT];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = context.holds(OWN_CARD, collateral.own_card(context.caller, self.card))?;
        context.finds(LIVES, || card.status.name(), card.must_live(CardAction::ChangeLimit))?;
        context.holds(LIMIT, self.limit.check(context))
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        set_limit(collateral, context, self.card, self.limit);
    }
}

//! Canceling a card.

use serde::{Deserialize, Serialize};

use super::freeze::change_status;
use crate::{
    command::{Check, Command},
    people::address::is_too_long,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::{CardAction, CardStatus},
        checks::OWN_CARD,
        ids::CardId,
    },
};

/// The status is one from which a card is canceled.
const CAN_CANCEL: Check =
    Check::new("the status of the card allows canceling", &["PG-LIFE-05", "AG-LIFE-10"]);
/// The reason is there where one is needed, and not too long.
const REASON: Check = Check::new("the reason has at most 255 characters", &["PG-LIFE-10"]);

/// `cancelCard`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cancel {
    /// The card.
    pub card: CardId,
    /// The reason, in free text.
    pub reason: Option<String>,
}

impl Command for Cancel {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_CARD, CAN_CANCEL, REASON];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = context.holds(OWN_CARD, collateral.own_card(context.caller, self.card))?;
        let may = card.must_be_in(&context.rules.life.cancel_from, CardAction::Cancel);
        context.finds(CAN_CANCEL, || card.status.name(), may)?;
        let reason = match &self.reason {
            None if context.rules.life.cancel_needs_reason => Err(Refusal::ReasonMissing),
            Some(reason) if is_too_long(reason) => Err(Refusal::ReasonTooLong),
            _ => Ok(()),
        };
        context.holds(REASON, reason)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        change_status(collateral, context, self.card, CardStatus::Canceled);
        collateral.cards.change(self.card).cancel_reason.clone_from(&self.reason);
    }
}

//! Canceling a card.

use serde::{Deserialize, Serialize};

use super::freeze::change_status;
use crate::{
    command::Command,
    people::address::is_too_long,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::{CardAction, CardStatus},
        ids::CardId,
    },
};

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

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = collateral.own_card(context.caller, self.card)?;
        card.must_be_in(&context.rules.life.cancel_from, CardAction::Cancel)?;
        match &self.reason {
            None if context.rules.life.cancel_needs_reason => Err(Refusal::ReasonMissing),
            Some(reason) if is_too_long(reason) => Err(Refusal::ReasonTooLong),
            _ => Ok(()),
        }
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        change_status(collateral, context, self.card, CardStatus::Canceled);
        collateral.cards.change(self.card).cancel_reason.clone_from(&self.reason);
    }
}

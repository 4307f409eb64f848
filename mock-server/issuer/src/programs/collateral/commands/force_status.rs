//! Taking a card to a state that is hard to reach (`set-card-status`, SB 5.2).

use serde::{Deserialize, Serialize};

use super::{Activate, freeze::change_status};
use crate::{
    command::Command,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::{CardAction, CardStatus},
        ids::CardId,
    },
};

/// The back office takes a card to a state, whatever operation leads there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ForceStatus {
    /// The card.
    pub card: CardId,
    /// The state.
    pub status: CardStatus,
    /// The reason, for a card that is canceled.
    pub reason: Option<String>,
}

impl Command for ForceStatus {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    /// Every state but the final one can be left.
    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = collateral.own_card(context.caller, self.card)?;
        let left = CardStatus::ALL.into_iter().filter(|status| *status != CardStatus::Canceled);
        let left: Vec<_> = left.map(|status| status.name().to_owned()).collect();
        card.must_be_in(&left, CardAction::Cancel)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let before = collateral.cards[self.card].status;
        match (before, self.status) {
            (before, status) if before == status => {}
            (CardStatus::NotActivated, CardStatus::Active) => {
                Activate { card: self.card }.apply((), collateral, context);
            }
            (_, status) => change_status(collateral, context, self.card, status),
        }
        if self.status == CardStatus::Canceled {
            collateral.cards.change(self.card).cancel_reason.clone_from(&self.reason);
        }
    }
}

//! Setting a PIN (PG 8.3, 8.5).

use serde::{Deserialize, Serialize};

use crate::{
    command::Command,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::{CardAction, CardStatus},
        ids::CardId,
        pin::Pin,
    },
};

/// `setCardPin`, after the PIN was decrypted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetPin {
    /// The card.
    pub card: CardId,
    /// The PIN.
    pub pin: Pin,
}

impl Command for SetPin {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = collateral.own_card(context.caller, self.card)?;
        card.must_live(CardAction::SetPin)?;
        self.pin.check(&context.rules.pin)?;
        if card.pin.is_some() && !context.rules.pin.allow_change {
            return Err(Refusal::PinFixed);
        }
        Ok(())
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let card = collateral.cards.change(self.card);
        card.updated_at = context.now;
        match card.status {
            CardStatus::NotActivated if context.rules.pin.stage_physical => {
                card.staged_pin = Some(self.pin.clone());
            }
            CardStatus::NotActivated => {}
            _ => card.pin = Some(self.pin.clone()),
        }
    }
}

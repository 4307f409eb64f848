//! Setting a PIN (PG 8.3, 8.5).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::{CardAction, CardStatus},
        checks::{LIVES, OWN_CARD, PIN},
        ids::CardId,
        pin::Pin,
    },
};

/// A PIN may be changed.
const CHANGEABLE: Check =
    Check::new("the PIN of the card can be changed", &["PG-PIN-08", "AG-PIN-02"]);

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

    const CHECKS: &'static [Check] = &[OWN_CARD, LIVES, PIN, CHANGEABLE];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = context.holds(OWN_CARD, collateral.own_card(context.caller, self.card))?;
        context.finds(LIVES, || card.status.name(), card.must_live(CardAction::SetPin))?;
        context.holds(PIN, self.pin.check(&context.rules.pin))?;
        let is_free = card.pin.is_none() || context.rules.pin.allow_change;
        context.requires(CHANGEABLE, is_free, || Refusal::PinFixed)
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

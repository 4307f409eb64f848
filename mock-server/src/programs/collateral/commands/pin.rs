//! Setting a PIN (PG 8.3, 8.5).

use serde::{Deserialize, Serialize};

use crate::programs::{
    CheckContext, Command, Issuer, Refusal, Turn,
    collateral::{
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
    const NAME: &'static str = "set-pin";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = issuer.collateral.own_card(context.caller, self.card)?;
        card.must_live(CardAction::SetPin)?;
        self.pin.check(&context.rules.pin)?;
        if card.pin.is_some() && !context.rules.pin.allow_change {
            return Err(Refusal::PinFixed);
        }
        Ok(())
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        let card = issuer.collateral.cards.change(self.card);
        card.updated_at = turn.now;
        match card.status {
            CardStatus::NotActivated if turn.rules.pin.stage_physical => {
                card.staged_pin = Some(self.pin.clone());
            }
            CardStatus::NotActivated => {}
            _ => card.pin = Some(self.pin.clone()),
        }
    }
}

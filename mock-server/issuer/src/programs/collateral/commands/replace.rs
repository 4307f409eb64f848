//! Replacing a card (PG 7.4).

use serde::{Deserialize, Serialize};

use super::freeze::change_status;
use crate::{
    command::{Check, Command},
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        card::{CardAction, CardStatus, CardType},
        checks::{LIVES, OWN_CARD, SHIPPING},
        ids::CardId,
        new_card::{NewCard, draw_secrets},
        plastic::Shipping,
        shipping::{check_shipping, ship},
    },
};

/// The short form is for virtual cards, and the reason one of the list.
const REASON: Check = Check::new(
    "the card is virtual, or the reason is one of the list",
    &["PG-REPL-04", "AG-REPL-05"],
);

/// `replaceCard`, `replaceVirtualCard`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Replace {
    /// The card.
    pub card: CardId,
    /// The reason; none is the short form for virtual cards.
    pub reason: Option<String>,
    /// The shipping of a physical card.
    pub shipping: Option<Shipping>,
}

/// Both cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The card that is canceled now.
    pub old: CardId,
    /// The card that takes its place.
    pub new: CardId,
}

impl Command for Replace {
    type Program = Collateral;
    type Plan = ();
    type Done = Replaced;

    const CHECKS: &'static [Check] = &[OWN_CARD, REASON, LIVES, SHIPPING];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = context.holds(OWN_CARD, collateral.own_card(context.caller, self.card))?;
        let reason = match &self.reason {
            None if card.kind == CardType::Physical => Err(Refusal::OnlyVirtual),
            Some(reason) if !context.rules.replace.reasons.contains(reason) => {
                Err(Refusal::UnknownReason)
            }
            _ => Ok(()),
        };
        context.holds(REASON, reason)?;
        context.finds(LIVES, || card.status.name(), card.must_live(CardAction::Replace))?;
        let required = context.rules.replace.require_shipping;
        let shipped = check_shipping(card.kind, self.shipping.as_ref(), required, context);
        context.holds(SHIPPING, shipped)
    }

    fn apply(
        &self,
        (): (),
        collateral: &mut Collateral,
        context: &mut ApplyContext<'_>,
    ) -> Replaced {
        change_status(collateral, context, self.card, CardStatus::Canceled);
        let mut secrets = draw_secrets(context);
        let old = &collateral.cards[self.card];
        if !context.rules.replace.new_pan {
            secrets.keep_number(&old.secrets);
        }
        let limit = old.limit;
        let (kind, status) = match old.kind {
            CardType::Virtual => (CardType::Virtual, CardStatus::Active),
            CardType::Physical => (CardType::Physical, CardStatus::NotActivated),
        };
        let draft = NewCard {
            application: old.application,
            kind,
            status,
            secrets,
            display_name: old.display_name.clone(),
            nickname: old.nickname.clone(),
            billing: old.billing.clone(),
            pin: None,
        };
        let new = draft.make(collateral, context);
        if let (CardType::Physical, Some(shipping)) = (kind, &self.shipping) {
            ship(collateral, context, new, shipping.clone());
        }
        // Inherited, not changed: no row of `card_limit_change` comes of it.
        collateral.cards.change(new).limit = limit;
        let old = collateral.cards.change(self.card);
        old.replaced_by = Some(new);
        old.replacement_reason.clone_from(&self.reason);
        Replaced { old: self.card, new }
    }
}

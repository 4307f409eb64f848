//! Giving a card a nickname (PG 7.6).

use serde::{Deserialize, Serialize};

use crate::{
    command::{Check, Command},
    people::name,
    programs::collateral::{
        ApplyContext, CheckContext, Collateral, Refusal,
        checks::{NICKNAME, OWN_CARD},
        ids::CardId,
    },
};

/// `updateCardNickname`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rename {
    /// The card.
    pub card: CardId,
    /// The label.
    pub nickname: String,
}

impl Command for Rename {
    type Program = Collateral;
    type Plan = ();
    type Done = ();

    const CHECKS: &'static [Check] = &[OWN_CARD, NICKNAME];

    fn check(&self, collateral: &Collateral, context: &CheckContext<'_>) -> Result<(), Refusal> {
        context.holds(OWN_CARD, collateral.own_card(context.caller, self.card))?;
        let rules = &context.rules.nick;
        let marks = rules.check_charset.then_some(name::MARKS);
        let judged = name::judge(&self.nickname, rules.max, marks).map_err(Refusal::Nickname);
        context.holds(NICKNAME, judged)
    }

    fn apply(&self, (): (), collateral: &mut Collateral, context: &mut ApplyContext<'_>) {
        let card = collateral.cards.change(self.card);
        card.nickname = Some(self.nickname.clone());
        if context.rules.nick.changes_display_name {
            card.display_name = Some(self.nickname.clone());
        }
        card.updated_at = context.now;
    }
}

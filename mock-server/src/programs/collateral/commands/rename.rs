//! Giving a card a nickname (PG 7.6).

use serde::{Deserialize, Serialize};

use crate::{
    people::name,
    programs::{CheckContext, Command, Issuer, Refusal, Turn, collateral::ids::CardId},
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
    const NAME: &'static str = "rename";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        issuer.collateral.own_card(context.caller, self.card)?;
        let rules = &context.rules.nick;
        name::judge(&self.nickname, rules.max, rules.check_charset).map_err(Refusal::Nickname)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        let card = issuer.collateral.cards.change(self.card);
        card.nickname = Some(self.nickname.clone());
        card.updated_at = turn.now;
    }
}

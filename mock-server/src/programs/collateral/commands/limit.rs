//! Changing a spending limit (PG 7.5).

use serde::{Deserialize, Serialize};

use super::issue_card::set_limit;
use crate::programs::{
    CheckContext, Command, Issuer, Refusal, Turn,
    collateral::{card::CardAction, ids::CardId, limit::Limit},
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
    const NAME: &'static str = "set-limit";
    type Plan = ();
    type Done = ();

    fn check(&self, issuer: &Issuer, context: &CheckContext<'_>) -> Result<(), Refusal> {
        let card = issuer.collateral.own_card(context.caller, self.card)?;
        card.must_live(CardAction::ChangeLimit)?;
        self.limit.check(&context.rules.limit)
    }

    fn apply(&self, (): (), issuer: &mut Issuer, turn: &mut Turn<'_>) {
        set_limit(issuer, turn, self.card, self.limit);
    }
}

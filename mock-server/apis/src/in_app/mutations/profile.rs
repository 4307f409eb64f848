//! Nicknames of cards (AG 5.6).

use async_graphql::{Context, Object, Result};

use super::{super::types::RainCardOperationResponse, of_card};
use crate::{
    card_graphql::{ChangedCard, Operation},
    programs::collateral::{CardId, commands::Rename},
};

#[derive(Default)]
pub(super) struct Profile;

#[Object]
impl Profile {
    /// Gives a card a nickname.
    async fn update_card_nickname(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "personal")] nickname: String,
    ) -> Result<RainCardOperationResponse> {
        let operation = Operation::begin(ctx, "updateCardNickname");
        let card = CardId(card_id);
        let outcome = of_card(&operation, operation.act(&Rename { card, nickname }))
            .map(|()| ChangedCard::read(&operation, card, None).into());
        operation.finish(outcome)
    }
}

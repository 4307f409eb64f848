//! The base table of cards, which only the mutation that stars a card leads to.

use async_graphql::{InputObject, SimpleObject};

use super::{fields, timestamptz::Timestamptz};
use crate::{programs::collateral::Card, world::World};

fields! {
    #[derive(InputObject)]
    #[graphql(name = "AgioCard_card_pk_columns_input", rename_fields = "snake_case")]
    struct CardKey {
        id: i32,
    }
}

fields! {
    #[derive(InputObject)]
    #[graphql(name = "AgioCard_card_set_input", rename_fields = "snake_case")]
    struct CardChange {
        is_starred: async_graphql::MaybeUndefined<bool>,
    }
}

fields! {
    /// A card.
    #[derive(SimpleObject)]
    #[graphql(name = "AgioCard_card", rename_fields = "snake_case")]
    struct CardRow {
        id: i32,
        "plain" card_external_id: String,
        card_application_id: Option<i32>,
        "plain" user_id: Option<String>,
        "plain" card_type: String,
        "plain" status: String,
        "plain" last4: String,
        "personal" nickname: Option<String>,
        is_starred: bool,
        "plain" created_at: Timestamptz,
        "plain" updated_at: Timestamptz,
    }
}

impl CardRow {
    /// Reads a card.
    pub(crate) fn of(world: &World, card: &Card) -> Self {
        Self {
            id: card.id.0,
            card_external_id: card.external_id.clone(),
            card_application_id: Some(card.application.0),
            user_id: world.issuer.collateral.holder(card).user_id.clone(),
            card_type: card.kind.name().to_owned(),
            status: card.status.name().to_owned(),
            last4: card.secrets.last4.clone(),
            nickname: card.nickname.clone(),
            is_starred: card.is_starred,
            created_at: card.created_at.into(),
            updated_at: card.updated_at.into(),
        }
    }
}

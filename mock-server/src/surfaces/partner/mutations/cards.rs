//! Making and replacing cards (PG 7.1, 7.4).

use async_graphql::{Context, Object, Result};

use super::{
    super::{
        operation::Operation,
        refusal::OperationError,
        types::{
            CardReplacedCard, CardReplacementResponse, CreateCardInput, CreateCardResponse,
            ReplaceCardInput,
        },
    },
    pins::{decrypted, under_session},
};
use crate::programs::collateral::{
    ApplicationId, CardId, Limit,
    commands::{IssueCard, Replace},
};

#[derive(Default)]
pub(super) struct Cards;

#[Object]
impl Cards {
    /// Makes a card from an approved application.
    async fn create_card(
        &self,
        ctx: &Context<'_>,
        input: CreateCardInput,
    ) -> Result<CreateCardResponse> {
        let operation = Operation::begin(ctx, "createCard");
        let outcome = create(&operation, input);
        operation.finish(outcome)
    }

    /// Replaces a card.
    async fn replace_card(
        &self,
        ctx: &Context<'_>,
        input: ReplaceCardInput,
    ) -> Result<CardReplacementResponse> {
        let operation = Operation::begin(ctx, "replaceCard");
        let outcome = replace(
            &operation,
            &Replace {
                card: CardId(input.card_id),
                reason: Some(input.reason.word().to_owned()),
                shipping: input.shipping_address.map(Into::into),
            },
        );
        operation.finish(outcome)
    }

    /// Replaces a virtual card, in short.
    async fn replace_virtual_card(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
    ) -> Result<CardReplacementResponse> {
        let operation = Operation::begin(ctx, "replaceVirtualCard");
        let command = Replace { card: CardId(card_id), reason: None, shipping: None };
        let outcome = replace(&operation, &command);
        operation.finish(outcome)
    }
}

/// Everything but the PIN is judged before the session is looked at (PG 8.3).
fn create(
    operation: &Operation,
    input: CreateCardInput,
) -> std::result::Result<CreateCardResponse, OperationError> {
    let command = IssueCard {
        application: ApplicationId(input.card_application_id),
        kind: input.card_type.into(),
        limit: input
            .limit
            .map(|limit| Limit { amount: limit.amount.into(), frequency: limit.frequency.into() }),
        display_name: input.display_name,
        shipping: input.shipping.map(Into::into),
        billing: input.billing.map(Into::into),
        pin: None,
    };
    operation.would(&command)?;
    let card = match (input.encrypted_pin, input.session_id) {
        (None, _) => operation.act_with_issuer(&command)?,
        (Some(_), None) => {
            return Err(OperationError::Unsuccessful(
                "sessionId is required with encryptedPin".to_owned(),
            ));
        }
        (Some(sealed), Some(session)) => under_session(operation, &session, |session| {
            let pin = Some(decrypted(session, &sealed)?);
            operation.act_with_issuer(&IssueCard { pin, ..command })
        })?,
    };
    operation.look(|world, _| {
        // Under a lost effect the card is nowhere to be found; the answer was made all the same.
        let card = world.issuer.collateral.cards.get(card);
        Ok(CreateCardResponse {
            success: true,
            id: card.map(|card| card.id.0),
            card_id: card.map(|card| card.external_id.clone()),
            card_type: card.map(|card| card.kind.name().to_owned()),
            status: card.map(|card| card.status.name().to_owned()),
            last4: card.map(|card| card.secrets.last4.clone()),
            expiration_month: card.map(|card| card.secrets.expiration_month.clone()),
            expiration_year: card.map(|card| card.secrets.expiration_year.clone()),
            error: None,
        })
    })
}

fn replace(
    operation: &Operation,
    command: &Replace,
) -> std::result::Result<CardReplacementResponse, OperationError> {
    let replaced = operation.act_with_issuer(command)?;
    operation.look(|world, _| {
        let cards = &world.issuer.collateral.cards;
        let old = cards.get(replaced.old).map(|card| card.external_id.clone());
        let new_card = cards.get(replaced.new).map(|card| CardReplacedCard {
            card_id: card.external_id.clone(),
            id: card.external_id.clone(),
            r#type: card.kind.name().to_owned(),
            status: card.status.name().to_owned(),
            last4: card.secrets.last4.clone(),
            expiration_month: card.secrets.expiration_month.clone(),
            expiration_year: card.secrets.expiration_year.clone(),
        });
        Ok(CardReplacementResponse {
            success: true,
            id: Some(replaced.new.0),
            old_card_id: old,
            new_card,
            error: None,
        })
    })
}

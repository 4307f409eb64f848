//! Encryption sessions, PINs and secrets (AG 5.7).

use async_graphql::{Context, Object, Result};

use super::{
    super::types::{
        EncryptionKeys, RainCardPinResponse, RainCardSecretsResponse, SetRainCardPinInput,
    },
    of_card,
};
use crate::{
    card_graphql::{Operation, open_session, read_pin, reveal, set_pin},
    programs::collateral::CardId,
};

#[derive(Default)]
pub(super) struct Pins;

#[Object]
impl Pins {
    /// Opens an encryption session for one operation.
    async fn generate_encryption_keys(&self, ctx: &Context<'_>) -> Result<EncryptionKeys> {
        let operation = Operation::begin(ctx, "generateEncryptionKeys");
        let outcome = open_session(&operation).map(|opened| EncryptionKeys {
            session_id: opened.id,
            key: opened.key,
            iv: opened.iv,
        });
        operation.finish_bare(outcome)
    }

    /// Sets the PIN of a card.
    async fn set_rain_card_pin(
        &self,
        ctx: &Context<'_>,
        input: SetRainCardPinInput,
    ) -> Result<RainCardPinResponse> {
        let operation = Operation::begin(ctx, "setRainCardPin");
        let card = CardId(input.card_id);
        let outcome = set_pin(&operation, card, &input.session_id, &input.encrypted_pin);
        let outcome = of_card(&operation, outcome);
        operation.finish(outcome.map(|()| answer(card, None)))
    }

    /// Reads the PIN of a card, encrypted under the session.
    async fn get_rain_card_pin(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "plain")] session_id: String,
    ) -> Result<RainCardPinResponse> {
        let operation = Operation::begin(ctx, "getRainCardPin");
        let card = CardId(card_id);
        let outcome = of_card(&operation, read_pin(&operation, card, &session_id));
        operation.finish(outcome.map(|pin| answer(card, Some(pin))))
    }

    /// Reads number, CVC and expiry of a card, encrypted under the session.
    async fn reveal_rain_card_secrets(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "plain")] session_id: String,
    ) -> Result<RainCardSecretsResponse> {
        let operation = Operation::begin(ctx, "revealRainCardSecrets");
        let outcome = of_card(&operation, reveal(&operation, CardId(card_id), &session_id));
        operation.finish(outcome.map(|secrets| RainCardSecretsResponse {
            success: true,
            id: Some(card_id),
            encrypted_secrets: Some(secrets),
            error: None,
        }))
    }
}

fn answer(card: CardId, encrypted_pin: Option<String>) -> RainCardPinResponse {
    RainCardPinResponse { success: true, id: Some(card.0), encrypted_pin, error: None }
}

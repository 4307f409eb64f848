//! Encryption sessions, PINs and secrets (PG 8).

use async_graphql::{Context, Object, Result};

use super::super::types::{CardPinResponse, CardSecretsResponse, EncryptionKeys, SetCardPinInput};
use crate::{
    card_graphql::{Operation, open_session, read_pin, reveal, set_pin},
    programs::collateral::CardId,
};

#[derive(Default)]
pub(super) struct Pins;

#[Object]
impl Pins {
    /// Opens an encryption session for one PIN or reveal operation.
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
    async fn set_card_pin(
        &self,
        ctx: &Context<'_>,
        input: SetCardPinInput,
    ) -> Result<CardPinResponse> {
        let operation = Operation::begin(ctx, "setCardPin");
        let SetCardPinInput { card_id, session_id, encrypted_pin } = input;
        let outcome = set_pin(&operation, CardId(card_id), &session_id, &encrypted_pin);
        operation.finish(outcome.map(|()| answer(card_id, None)))
    }

    /// Reads the PIN of a card, encrypted under the session.
    async fn get_card_pin(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "plain")] session_id: String,
    ) -> Result<CardPinResponse> {
        let operation = Operation::begin(ctx, "getCardPin");
        let outcome = read_pin(&operation, CardId(card_id), &session_id);
        operation.finish(outcome.map(|pin| answer(card_id, Some(pin))))
    }

    /// Reads number, CVC and expiry of a card, encrypted under the session.
    async fn reveal_card_secrets(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "plain")] session_id: String,
    ) -> Result<CardSecretsResponse> {
        let operation = Operation::begin(ctx, "revealCardSecrets");
        let outcome = reveal(&operation, CardId(card_id), &session_id);
        operation.finish(outcome.map(|secrets| CardSecretsResponse {
            success: true,
            id: Some(card_id),
            encrypted_secrets: Some(secrets),
            error: None,
        }))
    }
}

fn answer(card_id: i32, encrypted_pin: Option<String>) -> CardPinResponse {
    CardPinResponse { success: true, id: Some(card_id), encrypted_pin, error: None }
}

//! Encryption sessions, PINs and secrets (PG 8).

use super::super::{
    operation::Operation,
    refusal::OperationError,
    types::{CardPinResponse, CardSecretsResponse, EncryptionKeys, SetCardPinInput},
};
use crate::{
    crypto::{Secret, session_key},
    programs::collateral::{Card, CardId, Refusal, card::CardAction, commands::SetPin, pin::Pin},
    rulebook::{ExpiryForm, FailureCarrier},
    world::{
        access::{Session, SessionFault},
        commands::{OpenSession, TakeSession},
    },
};
use async_graphql::{Context, Object, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

type Outcome<T> = std::result::Result<T, OperationError>;

#[derive(Default)]
pub(super) struct Pins;

#[Object]
impl Pins {
    /// Opens an encryption session for one PIN or reveal operation.
    async fn generate_encryption_keys(&self, ctx: &Context<'_>) -> Result<EncryptionKeys> {
        let operation = Operation::begin(ctx, "generateEncryptionKeys");
        let outcome = operation.act(&OpenSession {}).map(|opened| EncryptionKeys {
            session_id: opened.id,
            key: STANDARD.encode(opened.key),
            iv: STANDARD.encode(opened.iv),
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
        let card = CardId(input.card_id);
        let outcome = own(&operation, card).and_then(|()| {
            under_session(&operation, &input.session_id, |session| {
                look(&operation, card, |card| card.must_live(CardAction::SetPin))?;
                let pin = decrypted(session, &input.encrypted_pin)?;
                operation.act_with_issuer(&SetPin { card, pin })?;
                Ok(CardPinResponse {
                    success: true,
                    id: Some(input.card_id),
                    encrypted_pin: None,
                    error: None,
                })
            })
        });
        operation.finish(outcome)
    }

    /// Reads the PIN of a card, encrypted under the session.
    async fn get_card_pin(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "plain")] session_id: String,
    ) -> Result<CardPinResponse> {
        let operation = Operation::begin(ctx, "getCardPin");
        let card = CardId(card_id);
        let outcome = own(&operation, card).and_then(|()| {
            under_session(&operation, &session_id, |session| {
                let pin = look(&operation, card, |card| {
                    card.must_live(CardAction::ReadPin)?;
                    card.pin.clone().ok_or(Refusal::NoPin)
                })?;
                operation.reach_issuer()?;
                Ok(CardPinResponse {
                    success: true,
                    id: Some(card_id),
                    encrypted_pin: Some(encrypted(session, pin.0.reveal())?),
                    error: None,
                })
            })
        });
        operation.finish(outcome)
    }

    /// Reads number, CVC and expiry of a card, encrypted under the session.
    async fn reveal_card_secrets(
        &self,
        ctx: &Context<'_>,
        card_id: i32,
        #[graphql(tag = "plain")] session_id: String,
    ) -> Result<CardSecretsResponse> {
        let operation = Operation::begin(ctx, "revealCardSecrets");
        let card = CardId(card_id);
        let outcome = own(&operation, card).and_then(|()| {
            under_session(&operation, &session_id, |session| {
                let form = operation.context().rules().reveal.expiry_form;
                let text = look(&operation, card, |card| {
                    card.must_live(CardAction::Reveal)?;
                    Ok(secrets(card, form))
                })?;
                operation.reach_issuer()?;
                Ok(CardSecretsResponse {
                    success: true,
                    id: Some(card_id),
                    encrypted_secrets: Some(encrypted(session, text.reveal())?),
                    error: None,
                })
            })
        });
        operation.finish(outcome)
    }
}

/// Runs a step under a session, which is consumed whatever comes of the step (PG 8.3).
pub(super) fn under_session<T>(
    operation: &Operation,
    id: &str,
    step: impl FnOnce(&Session) -> Outcome<T>,
) -> Outcome<T> {
    let rules = &operation.context().rules().session;
    let command = TakeSession { session: id.to_owned() };
    let carrier = |said| match said {
        OperationError::Unsuccessful(_)
            if rules.failure_carrier == FailureCarrier::GraphqlError =>
        {
            OperationError::SessionError
        }
        said => said,
    };
    if rules.consume_on_failure {
        let session = operation.act(&command).map_err(carrier)?;
        return step(&session);
    }
    let session = operation.look(|world, context| {
        let sessions = &world.access.sessions;
        sessions.usable(id, &context.principal, &world.rules.session, context.now).cloned()
    });
    let session = session.map_err(|fault: SessionFault| carrier(OperationError::from(fault)))?;
    let done = step(&session)?;
    operation.act(&command)?;
    Ok(done)
}

/// The PIN inside an encrypted value.
pub(super) fn decrypted(session: &Session, value: &str) -> Outcome<Pin> {
    session_key::decrypt(&session.key_bytes(), &session.iv_bytes(), value)
        .map(|text| Pin(Secret::new(text)))
        .ok_or_else(|| OperationError::Unsuccessful("Invalid encryptedPin".to_owned()))
}

fn encrypted(session: &Session, text: &str) -> Outcome<String> {
    session_key::encrypt(&session.key_bytes(), &session.iv_bytes(), text)
        .ok_or_else(|| OperationError::Unsuccessful("Session key cannot be used".to_owned()))
}

/// The card must be the caller's; this comes before its session is looked at.
fn own(operation: &Operation, card: CardId) -> Outcome<()> {
    look(operation, card, |_| Ok(()))
}

fn look<T>(
    operation: &Operation,
    card: CardId,
    step: impl FnOnce(&Card) -> std::result::Result<T, Refusal>,
) -> Outcome<T> {
    operation
        .look(|world, context| {
            step(world.issuer.collateral.own_card(context.principal.caller, card)?)
        })
        .map_err(OperationError::from)
}

/// The decrypted form: `pan`, `cvc`, `expiry`, in this order (PG 8.6).
fn secrets(card: &Card, form: ExpiryForm) -> Secret {
    let (month, year) = (&card.secrets.expiration_month, &card.secrets.expiration_year);
    let object = match form {
        ExpiryForm::Object => true,
        ExpiryForm::String => false,
        ExpiryForm::Mixed => card.id.0 % 2 == 0,
    };
    let expiry = if object {
        json!({ "month": month, "year": year })
    } else {
        json!(format!("{month}/{}", year.get(2..).unwrap_or(year)))
    };
    let (pan, cvc) = (card.secrets.pan.reveal(), card.secrets.cvc.reveal());
    Secret::new(json!({ "pan": pan, "cvc": cvc, "expiry": expiry }).to_string())
}

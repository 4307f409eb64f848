//! Encryption sessions, and what is read and set under them (PG 8, AG 5.7).

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use super::{
    checks::{HAS_PIN, SEALED, SESSION, SESSION_GIVEN},
    operation::{Operation, Outcome},
    operation_error::OperationError,
};
use crate::{
    command::Check,
    crypto::{Secret, issuer_key::PUBLIC_KEY, session_key, wrapped_key},
    programs::collateral::{
        Card, CardId, Refusal,
        card::CardAction,
        checks::{LIVES, OWN_CARD},
        commands::SetPin,
        pin::Pin,
    },
    rulebook::{ExpiryForm, FailureCarrier, ag::ClientCrypto},
    surface::Surface,
    world::{
        access::{Session, SessionFault},
        commands::{OpenSession, TakeSession, TakeWrappedKey},
    },
};

/// A new encryption session, as an answer shows it.
pub(crate) struct OpenedSession {
    /// `sessionId`, UUID text.
    pub(crate) id: String,
    /// The AES-128 key in base64; the issuer's RSA key where clients wrap keys of their own.
    pub(crate) key: String,
    /// The GCM nonce in base64.
    pub(crate) iv: String,
}

/// Opens an encryption session for one operation.
pub(crate) fn open(operation: &Operation) -> Outcome<OpenedSession> {
    let opened = operation.act(&OpenSession {})?;
    let key = match wraps_keys(operation) {
        true => PUBLIC_KEY.to_owned(),
        false => STANDARD.encode(opened.key),
    };
    Ok(OpenedSession { id: opened.id, key, iv: STANDARD.encode(opened.iv) })
}

/// Sets the PIN of a card.
pub(crate) fn set_pin(
    operation: &Operation,
    card: CardId,
    session: &str,
    sealed: &str,
) -> Outcome<()> {
    own_card(operation, card)?;
    under_session(operation, session, |session| {
        look(operation, (card, LIVES), |card| card.must_live(CardAction::SetPin))?;
        let pin = operation.holds(SEALED, decrypted(session, sealed))?;
        operation.act_with_issuer(&SetPin { card, pin })
    })
}

/// Reads the PIN of a card, encrypted under the session.
pub(crate) fn read_pin(operation: &Operation, card: CardId, session: &str) -> Outcome<String> {
    own_card(operation, card)?;
    under_session(operation, session, |session| {
        look(operation, (card, LIVES), |card| card.must_live(CardAction::ReadPin))?;
        let pin = look(operation, (card, HAS_PIN), |card| card.pin.clone().ok_or(Refusal::NoPin))?;
        operation.reach_issuer()?;
        encrypted(session, pin.0.reveal())
    })
}

/// Reads number, CVC and expiry of a card, encrypted under the session.
pub(crate) fn reveal(operation: &Operation, card: CardId, session: &str) -> Outcome<String> {
    own_card(operation, card)?;
    under_session(operation, session, |session| {
        let form = operation.context().rules().reveal.expiry_form;
        let text = look(operation, (card, LIVES), |card| {
            card.must_live(CardAction::Reveal)?;
            Ok(secrets(card, form))
        })?;
        operation.reach_issuer()?;
        encrypted(session, text.reveal())
    })
}

/// Runs a step with the PIN that is sealed under a session, where one is given: the sealed value and
/// the id of the session. A session without a PIN is not looked at.
pub(crate) fn with_pin<T>(
    operation: &Operation,
    (sealed, session): (Option<String>, Option<String>),
    step: impl FnOnce(Option<Pin>) -> Outcome<T>,
) -> Outcome<T> {
    match (sealed, session) {
        (None, _) => step(None),
        (Some(_), None) => {
            let text = "sessionId is required with encryptedPin".to_owned();
            operation.holds(SESSION_GIVEN, Err(OperationError::Unsuccessful(text)))
        }
        (Some(sealed), Some(session)) => {
            operation.holds(SESSION_GIVEN, Ok(()))?;
            under_session(operation, &session, |session| {
                step(Some(operation.holds(SEALED, decrypted(session, &sealed))?))
            })
        }
    }
}

/// Whether clients wrap keys of their own to the issuer's key (AMB-AG-03), which only those of the
/// app do.
fn wraps_keys(operation: &Operation) -> bool {
    let context = operation.context();
    context.surface() == Surface::AG
        && context.rules().ag.session.client_crypto == ClientCrypto::RsaWrapped
}

/// Runs a step under a session, which is consumed whatever comes of the step (PG 8.3).
fn under_session<T>(
    operation: &Operation,
    id: &str,
    step: impl FnOnce(&Session) -> Outcome<T>,
) -> Outcome<T> {
    let rules = &operation.context().rules().session;
    let carrier = |said| match said {
        OperationError::Unsuccessful(_)
            if rules.failure_carrier == FailureCarrier::GraphqlError =>
        {
            OperationError::SessionError
        }
        said => said,
    };
    if wraps_keys(operation) {
        let command = TakeWrappedKey { wrapped: id.to_owned() };
        let taken = operation.act(&command).map_err(carrier);
        return step(&operation.holds(SESSION, taken)?);
    }
    let command = TakeSession { session: id.to_owned() };
    if rules.consume_on_failure {
        let session = operation.holds(SESSION, operation.act(&command).map_err(carrier))?;
        return step(&session);
    }
    let session = operation.look(|world, context| {
        let sessions = &world.access.sessions;
        sessions.usable(id, &context.principal, &world.rules.session, context.now).cloned()
    });
    let session = session.map_err(|fault: SessionFault| carrier(OperationError::from(fault)));
    let session = operation.holds(SESSION, session)?;
    let done = step(&session)?;
    operation.act(&command)?;
    Ok(done)
}

/// The PIN inside an encrypted value.
fn decrypted(session: &Session, value: &str) -> Outcome<Pin> {
    let key = session.key_bytes();
    let text = match session.is_wrapped {
        true => wrapped_key::decrypt(&key, value),
        false => session_key::decrypt(&key, &session.iv_bytes(), value),
    };
    text.map(|text| Pin(Secret::new(text)))
        .ok_or_else(|| OperationError::Unsuccessful("Invalid encryptedPin".to_owned()))
}

fn encrypted(session: &Session, text: &str) -> Outcome<String> {
    let (key, iv) = (session.key_bytes(), session.iv_bytes());
    let sealed = match session.is_wrapped {
        true => wrapped_key::encrypt(&key, &iv, text),
        false => session_key::encrypt(&key, &iv, text),
    };
    sealed.ok_or_else(|| OperationError::Unsuccessful("Session key cannot be used".to_owned()))
}

/// The card must be the caller's; this comes before its session is looked at.
pub(crate) fn own_card(operation: &Operation, card: CardId) -> Outcome<()> {
    look(operation, (card, OWN_CARD), |_| Ok(()))
}

/// Makes a check of a card.
fn look<T>(
    operation: &Operation,
    (card, check): (CardId, Check),
    step: impl FnOnce(&Card) -> std::result::Result<T, Refusal>,
) -> Outcome<T> {
    let found = operation.look(|world, context| {
        step(world.issuer.collateral.own_card(context.principal.caller, card)?)
    });
    operation.holds(check, found.map_err(OperationError::from))
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

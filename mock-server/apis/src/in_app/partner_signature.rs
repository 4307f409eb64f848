//! A partner's credentials in the place of a token, which only a patched rulebook takes (AG 2.4).

use axum::http::HeaderMap;

use super::refusal::RequestError;
use crate::{
    crypto::signature,
    gate::{RequestContext, single},
    log::Reason,
    surface::Surface,
};

/// Headers of key, timestamp and signature (PG 3).
const HEADERS: [&str; 3] = ["x-agio-api-key", "x-agio-timestamp", "x-agio-signature"];

/// Whether the rules let a request act by its signature in the place of a token: one with the headers
/// of a partner, whose key is live.
pub(super) fn stands_in(context: &RequestContext, headers: &HeaderMap) -> bool {
    if !context.rules().ag.auth.accept_partner_credentials {
        return false;
    }
    let Some([key, _, _]) = sent(headers) else { return false };
    context.read(|world| {
        let credentials = &world.access.credentials;
        let credential = credentials.of_token(Surface::PG, key);
        let is_live = |one| credentials.judge(one, context.rules(), context.now()).is_ok();
        credential.is_some_and(is_live)
    })
}

/// A signature that stands for a token must be that of the body.
pub(super) fn check(
    context: &RequestContext,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), RequestError> {
    if !stands_in(context, headers) {
        return Ok(());
    }
    let refused = || RequestError::Unauthorized(Reason::TokenMissing);
    let [key, timestamp, signed] = sent(headers).ok_or_else(refused)?;
    let digest: [u8; 32] =
        hex::decode(signed).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(refused)?;
    let fits = context.read(|world| {
        let credential = world.access.credentials.of_token(Surface::PG, key)?;
        let secret = credential.client_secret.reveal().as_bytes();
        let wanted = signature::digest(secret, &[timestamp.as_bytes(), b".", body]);
        Some(signature::same(&wanted, &digest))
    });
    if fits == Some(true) { Ok(()) } else { Err(refused()) }
}

/// The three headers, where each stands once.
fn sent(headers: &HeaderMap) -> Option<[&str; 3]> {
    let text = |name| single(headers, name)?.to_str().ok();
    let [key, timestamp, signed] = HEADERS;
    Some([text(key)?, text(timestamp)?, text(signed)?])
}

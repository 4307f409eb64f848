//! The key of an organization, which one reading of AMB-AG-02 asks for beside the token.

use axum::http::HeaderMap;
use subtle::ConstantTimeEq;

use super::refusal::RequestError;
use crate::{
    gate::{RequestContext, single},
    log::Reason,
    rulebook::ag::InAppCredential,
};

/// Header of the key.
pub(super) const API_KEY: &str = "x-api-key";

/// The key must be that of the world.
pub(super) fn check(context: &RequestContext, headers: &HeaderMap) -> Result<(), RequestError> {
    match context.rules().ag.auth.credential {
        // It was judged when the request came.
        _ if context.is_repeated() => Ok(()),
        InAppCredential::Bearer => Ok(()),
        InAppCredential::BearerAndApiKey => {
            let sent = single(headers, API_KEY).ok_or(RequestError::ApiKey(Reason::KeyMissing))?;
            let key = context.read(|world| world.organization_key());
            let fits: bool = sent.as_bytes().ct_eq(key.reveal().as_bytes()).into();
            if fits { Ok(()) } else { Err(RequestError::ApiKey(Reason::KeyUnknown)) }
        }
    }
}

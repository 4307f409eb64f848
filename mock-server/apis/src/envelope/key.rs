//! Who calls: the `API-KEY` header (ER 3, steps 1 and 2).

use axum::http::HeaderMap;

use super::refusal::RequestError;
use crate::{
    gate::{RequestContext, single},
    log::Reason,
    surface::Surface,
    world::{Holder, World},
};

/// Header of the key.
pub(super) const API_KEY: &str = "api-key";

/// The key that a request names; two of them name none.
pub(super) fn sent(headers: &HeaderMap) -> Option<&str> {
    single(headers, API_KEY)?.to_str().ok().filter(|key| !key.is_empty())
}

/// The key must be known and have access. From here on the request acts as its project.
pub(super) fn admit(context: &RequestContext, headers: &HeaderMap) -> Result<(), RequestError> {
    if context.acts_as_recorded() {
        return Ok(());
    }
    let missing = headers.get(API_KEY).is_none_or(|key| key.is_empty());
    if missing {
        return Err(RequestError::Key(Reason::KeyMissing));
    }
    let unknown = RequestError::Key(Reason::KeyUnknown);
    let key = sent(headers).filter(|_| context.is_identified()).ok_or(unknown.clone())?;
    let (principal, access) = context
        .read(|world| {
            let credentials = &world.access.credentials;
            let credential = credentials.of_token(Surface::ER, key)?;
            // A revoked key, or one past its end, is as good as unknown.
            credentials.judge(credential, context.rules(), context.now()).ok()?;
            Some((world.acting_as(credential), has_access(world, credential.holder)))
        })
        .ok_or(unknown)?;
    context.act_as(principal);
    if access { Ok(()) } else { Err(RequestError::NoAccess) }
}

fn has_access(world: &World, holder: Holder) -> bool {
    // Only projects have keys here.
    let Holder::Project(id) = holder else { return false };
    world.issuer.prepaid.projects[id].access
}

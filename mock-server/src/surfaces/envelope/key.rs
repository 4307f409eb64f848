//! Who calls: the `API-KEY` header (ER 3, steps 1 and 2).

use axum::http::HeaderMap;

use super::refusal::Refused;
use crate::{
    gate::{Visit, single},
    register::Reason,
    world::{Holder, World},
};

/// Header of the key.
pub(super) const API_KEY: &str = "api-key";

/// The key that a request names; two of them name none.
pub(super) fn sent(headers: &HeaderMap) -> Option<&str> {
    single(headers, API_KEY)?.to_str().ok().filter(|key| !key.is_empty())
}

/// The key must be known and have access. From here on the visit acts as its project.
pub(super) fn admit(visit: &Visit, headers: &HeaderMap) -> Result<(), Refused> {
    let missing = headers.get(API_KEY).is_none_or(|key| key.is_empty());
    if missing {
        return Err(Refused::Key(Reason::KeyMissing));
    }
    let unknown = Refused::Key(Reason::KeyUnknown);
    let key = sent(headers).filter(|_| visit.is_identified()).ok_or(unknown.clone())?;
    let (principal, access) = visit
        .read(|world| {
            let credentials = &world.access.credentials;
            let credential = credentials.of_token("ER", key)?;
            // A revoked key, or one past its end, is as good as unknown.
            credentials.judge(credential, visit.rules(), visit.now()).ok()?;
            Some((world.acting_as(credential), has_access(world, credential.holder)))
        })
        .ok_or(unknown)?;
    visit.act_as(principal);
    if access { Ok(()) } else { Err(Refused::NoAccess) }
}

fn has_access(world: &World, holder: Holder) -> bool {
    match holder {
        Holder::Project(id) => world.issuer.prepaid.projects[id].access,
        Holder::Partner(_) => false,
    }
}

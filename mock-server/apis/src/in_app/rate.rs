//! The rate at which a user may come (AG 1.3).

use super::refusal::RequestError;
use crate::gate::RequestContext;

/// The time after which a client that a fault or a full server slows down may come again, in seconds.
pub(super) const RETRY_AFTER: i64 = 60;

/// The user must not come more often than the rules allow.
pub(super) fn check(context: &RequestContext) -> Result<(), RequestError> {
    if context.strikes("rate-limited") {
        return Err(RequestError::RateLimited { retry_after_s: RETRY_AFTER });
    }
    let most = context.rules().ag.rate.per_minute;
    let Some(principal) = context.principal().filter(|_| most > 0) else { return Ok(()) };
    let counted = context.count_request(&principal.label, most);
    counted.map_err(|retry_after_s| RequestError::RateLimited { retry_after_s })
}

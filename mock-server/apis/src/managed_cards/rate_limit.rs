//! The rate limit and its headers (MC 15.2), which are those of the IETF draft "`RateLimit` header
//! fields for HTTP" up to its version 06.

use axum::http::{HeaderName, HeaderValue};

use super::error::ApiError;
use crate::{
    gate::RequestContext,
    rulebook::mc::RateScope,
    worlds::{RateLimit, RateUse},
};

/// Headers of an answer to an authenticated call.
pub(super) type Headers = Vec<(HeaderName, HeaderValue)>;

/// Counts a call of the principal. Returns the headers of its answer, and the refusal of a call too
/// many.
pub(super) fn count(context: &RequestContext) -> (Headers, Result<(), ApiError>) {
    let rules = &context.rules().mc.rate;
    if rules.limit == 0 {
        return (Headers::new(), Ok(()));
    }
    let caller = match rules.scope {
        RateScope::User => context.principal().map(|principal| principal.label),
        RateScope::World => None,
    };
    let limit = RateLimit { calls: rules.limit, window_ms: rules.window_ms };
    let used = context.count_call(&caller.unwrap_or_default(), limit);
    let headers = if rules.headers { headers(rules.limit, used) } else { Headers::new() };
    let refusal = match used.is_exceeded && rules.enforced {
        true => Err(ApiError::throttled(used.reset_s)),
        false => Ok(()),
    };
    (headers, refusal)
}

fn headers(limit: i64, used: RateUse) -> Headers {
    let header = |name, value: i64| (HeaderName::from_static(name), HeaderValue::from(value));
    vec![
        header("ratelimit-limit", limit),
        header("ratelimit-remaining", used.remaining),
        header("ratelimit-reset", used.reset_s),
    ]
}

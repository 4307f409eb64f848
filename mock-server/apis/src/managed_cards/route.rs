//! Where a request goes: path and method (MC 4.2, steps 1 and 2).

use axum::http::{HeaderValue, Method, Uri, header, request::Parts};

use super::{
    codes::Code,
    endpoint::{Endpoint, PUBLISHED, USUAL},
    endpoints::ENDPOINTS,
    error::ApiError,
};
use crate::{
    gate::Answer,
    log::Reason,
    rulebook::{
        Rulebook,
        mc::{LogPath, MissingSlash},
    },
};

/// An operation and the reference in its path.
pub(super) type Target<'p> = (&'static Endpoint, &'p str);

/// Result of looking for an operation.
pub(super) enum Route<'p> {
    /// The operation.
    To(Target<'p>),
    /// Another path, at which it is (AMB-MC-06).
    Redirect(String),
    /// No such path, or another method.
    Nowhere(ApiError),
}

/// The operations at a path with their reference, whatever their methods.
fn at(path: &str) -> Vec<Target<'_>> {
    let found = |endpoint: &'static Endpoint| Some((endpoint, endpoint.matches(path)?));
    ENDPOINTS.iter().filter_map(found).collect()
}

/// The operation of a path and a method in any spelling that a rule may ask for: for routing, faults
/// and the log.
pub(super) fn named<'p>(path: &'p str, method: &Method) -> Option<Target<'p>> {
    let found =
        |endpoint: &'static Endpoint| Some((endpoint, endpoint.matches_any_spelling(path)?));
    let mut all = ENDPOINTS.iter().filter_map(found);
    all.find(|(endpoint, _)| endpoint.serves(method))
}

/// Looks for the operation of a request.
pub(super) fn find<'p>(parts: &Parts, path: &'p str, rules: &Rulebook) -> Route<'p> {
    let all = at(path);
    let may = |method: &str| method != Method::HEAD.as_str() || rules.mc.error.serves_head;
    let serves = |endpoint: &Endpoint| endpoint.serves(&parts.method) && may(parts.method.as_str());
    if let Some(found) = all.iter().find(|(endpoint, _)| serves(endpoint)) {
        return Route::To(*found);
    }
    if !all.is_empty() {
        let methods = all.iter().flat_map(|(one, _)| one.methods()).copied();
        let allowed: Vec<_> = methods.filter(|method| may(method)).collect();
        let detail = format!("Method \"{}\" not allowed.", parts.method);
        let error = ApiError::worded(Code::MethodNotAllowed, detail);
        let allow = HeaderValue::from_str(&allowed.join(", "));
        return Route::Nowhere(match allow {
            Ok(allow) if rules.mc.error.allow_header => error.with_header(header::ALLOW, allow),
            _ => error,
        });
    }
    match rules.mc.error.missing_slash {
        MissingSlash::Redirect if !path.ends_with('/') && !at(&format!("{path}/")).is_empty() => {
            Route::Redirect(slashed(&parts.uri))
        }
        MissingSlash::Strict | MissingSlash::Redirect | MissingSlash::Lenient => {
            Route::Nowhere(ApiError::of(Code::NotFound).because(Reason::UnknownPath))
        }
    }
}

/// The path as operations are looked for at it: the published one of the delivery log, with its last
/// slash where that may be missing.
pub(super) fn path_of(uri: &Uri, rules: &Rulebook) -> String {
    let path = published(uri.path(), rules.mc.hook.log_path);
    match rules.mc.error.missing_slash {
        MissingSlash::Lenient if !path.ends_with('/') => path + "/",
        MissingSlash::Lenient | MissingSlash::Strict | MissingSlash::Redirect => path,
    }
}

/// The path as it is published, where it leads to the delivery log under a reading; a spelling that
/// does not count leads nowhere.
fn published(path: &str, reading: LogPath) -> String {
    let swapped = |from: &str, to: &str| Some(format!("{to}{}", path.strip_prefix(from)?));
    let other = match reading {
        LogPath::Weebhook => None,
        LogPath::Both => swapped(USUAL, PUBLISHED),
        LogPath::Webhook => swapped(USUAL, PUBLISHED).or_else(|| swapped(PUBLISHED, USUAL)),
    };
    other.unwrap_or_else(|| path.to_owned())
}

/// The address with the slash at the end of its path.
fn slashed(uri: &Uri) -> String {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}/{query}", uri.path())
}

/// The answer that leads to another path.
pub(super) fn redirect(location: &str) -> Answer {
    let mut answer = Answer::json(
        axum::http::StatusCode::PERMANENT_REDIRECT,
        serde_json::json!({}),
        Reason::UnknownPath,
    );
    answer.content_type = "application/json";
    if let Ok(location) = HeaderValue::from_str(location) {
        answer.headers.push((header::LOCATION, location));
    }
    answer
}

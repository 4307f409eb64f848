//! Addresses and headers, as every table of a target file writes them.

use std::collections::BTreeMap;

use toml::Spanned;

use super::{Problems, secret::Setting};
use crate::outlet;

/// An address that requests can go to, without a slash at the end.
pub(crate) fn address(url: &Spanned<String>, place: &str, problems: &mut Problems<'_>) -> String {
    outlet::hide_userinfo(url.get_ref());
    match crate::target::base(url.get_ref()) {
        Ok(base) => base,
        Err(wrong) => {
            problems.at(
                url.span().start,
                format!("{place}: {:?} is not an address: {wrong}", url.get_ref()),
                "write it as https://host.example/path",
            );
            url.get_ref().clone()
        }
    }
}

/// An address of `WebSocket` connections, without a slash at the end.
pub(crate) fn socket(url: &Spanned<String>, place: &str, problems: &mut Problems<'_>) -> String {
    outlet::hide_userinfo(url.get_ref());
    match crate::target::base_of(url.get_ref(), ["ws", "wss"]) {
        Ok(base) => base,
        Err(wrong) => {
            problems.at(
                url.span().start,
                format!("{place}: {:?} is not an address: {wrong}", url.get_ref()),
                "write it as wss://host.example/path",
            );
            url.get_ref().clone()
        }
    }
}

/// An address that requests go to as it is, so that it may have a query.
pub(crate) fn endpoint(url: &Spanned<String>, place: &str, problems: &mut Problems<'_>) -> String {
    let (path, query) = url.get_ref().split_once('?').unwrap_or((url.get_ref(), ""));
    // What stands there may well be a token.
    outlet::hide(query);
    let base = address(&Spanned::new(url.span(), path.to_owned()), place, problems);
    if query.is_empty() { base } else { format!("{path}?{query}") }
}

/// Whether a header carries a credential, or the name of whoever calls, though its value is written
/// in the file.
pub(crate) fn names_a_secret(header: &str) -> bool {
    const PARTS: [&str; 9] =
        ["auth", "cookie", "token", "secret", "key", "password", "tenant", "session", "credential"];
    let header = header.to_ascii_lowercase();
    PARTS.iter().any(|part| header.contains(part))
}

/// Headers that every request of a surface carries.
pub(crate) fn headers(
    written: &BTreeMap<String, Spanned<Setting>>,
    at: &str,
    problems: &mut Problems<'_>,
) -> Vec<(String, String)> {
    let read = |(name, value): (&String, &Spanned<Setting>)| {
        let place = format!("{at}.headers.{name}");
        let text = value.get_ref().read(value.span().start, &place, problems);
        if names_a_secret(name) {
            outlet::hide(&text);
        }
        let sendable = reqwest::header::HeaderName::from_bytes(name.as_bytes()).is_ok()
            && reqwest::header::HeaderValue::from_str(&text).is_ok();
        if !sendable {
            problems.at(
                value.span().start,
                format!("{place}: not a header that HTTP can carry"),
                "write name and value in plain ASCII, without line breaks",
            );
        }
        (name.clone(), text)
    };
    written.iter().map(read).collect()
}

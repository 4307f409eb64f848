//! Media types that a client accepts.

use axum::http::{HeaderMap, header};

/// Whether `Accept` names a media type: any of its lines, whatever the letter case, unless it is
/// ruled out with a weight of zero.
pub fn names(headers: &HeaderMap, media_type: &str) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(media_type));
        let weight = |part: &str| {
            let (name, value) = part.split_once('=')?;
            if name.trim().eq_ignore_ascii_case("q") {
                value.trim().parse::<f64>().ok()
            } else {
                None
            }
        };
        named && !parts.filter_map(weight).any(|weight| weight == 0.0)
    })
}

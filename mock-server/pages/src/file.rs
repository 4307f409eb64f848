//! The files that pages load.

use std::{borrow::Cow, io::Read};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::read::GzDecoder;
use rust_embed::{EmbeddedFile, RustEmbed};

/// Files that `npm run build` has made, each compressed with gzip. Empty without that step.
#[derive(RustEmbed)]
#[folder = "../browser/dist"]
pub(super) struct Bundle;

/// Files of the console, as they are in the source; its page is one of them.
#[derive(RustEmbed)]
#[folder = "../browser/console"]
struct Console;

impl Bundle {
    /// True when the build had this file.
    pub(super) fn has(name: &str) -> bool {
        Self::iter().any(|file| file.strip_suffix(".gz") == Some(name))
    }
}

/// A file of this name, as a browser that sends these headers takes it; none when there is no such
/// file, or when pages do not load it.
pub fn file(name: &str, headers: &HeaderMap) -> Option<Response> {
    let media_type = media_type(name)?;
    let (file, is_compressed) = match Bundle::get(&format!("{name}.gz")) {
        Some(file) => (file, true),
        None => (Console::get(name)?, false),
    };
    let tag = tag_of(&file);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    let mut response = if known == Some(tag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if is_compressed && !takes_gzip(headers) {
        Body::from(unpacked(&file.data)).into_response()
    } else {
        let body = match file.data {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        };
        let mut response = body.into_response();
        if is_compressed {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    };
    let own = response.headers_mut();
    own.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    own.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    own.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        own.insert(header::ETAG, tag);
    }
    Some(response)
}

/// Weak, because a file has one tag in both encodings.
fn tag_of(file: &EmbeddedFile) -> String {
    format!("W/\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]))
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.split(',').any(|one| one.trim() == "gzip"))
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes).expect("the build has compressed it");
    bytes
}

/// The media type of what pages load; none for what they do not.
fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "txt" => Some("text/plain; charset=utf-8"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_not_sent_to_who_has_it() {
        let first = file("console.css", &HeaderMap::new()).unwrap();
        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(first.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(file("console.css", &headers).unwrap().status(), StatusCode::NOT_MODIFIED);
        assert!(file("index.html", &headers).is_none() && file("../build.rs", &headers).is_none());
    }
}

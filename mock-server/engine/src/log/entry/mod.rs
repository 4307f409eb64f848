//! One request as it is kept: bytes, and what the gate learned of it.

mod outcome;
mod renderer;

use std::{fmt, ops::Range, str, sync::OnceLock};

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, StatusCode, Uri},
};
use jiff::{SignedDuration, Timestamp};

pub use outcome::Outcome;
pub use renderer::{LogRenderer, Reading};

use super::{Diagnosis, Reason};
use crate::{
    crypto::digest::sha256,
    world::{Fired, journal::Unavailable},
};

/// One request and its answer.
#[derive(Clone)]
pub struct Entry {
    /// Its number in its log, from 1 in order of arrival.
    pub n: u64,
    /// World time.
    pub at: Timestamp,
    /// Real time of arrival.
    pub real_at: Timestamp,
    /// Microseconds from its arrival to its answer.
    pub took_us: u64,
    /// Who can read it: the surface.
    pub log_renderer: &'static dyn LogRenderer,
    /// The request as it arrived.
    pub request: Request,
    /// The answer; none when a fault lost the request before there was one.
    pub answer: Option<Answered>,
    /// The operations that were answered, each with its reason.
    pub done: Vec<(String, Reason)>,
    /// The fault that acted.
    pub fault: Option<FaultHit>,
    /// Effects of the timeline that fired before the request had its turn.
    pub fired: Vec<Fired>,
    /// The journal records that it wrote.
    pub records: Range<u64>,
    /// Why the journal did not take what it would have done, if it did not.
    pub unavailable: Option<Unavailable>,
    /// The events that it caused, by their place in the world's list.
    pub events: Range<u64>,
    /// Diagnoses of a refused request; empty until somebody asks.
    pub diagnosis: OnceLock<Vec<Diagnosis>>,
}

/// A request as it arrived.
#[derive(Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path, query and headers.
    pub head: Head,
    /// The body.
    pub body: Kept,
}

/// An answer as it was sent.
#[derive(Clone)]
pub struct Answered {
    /// HTTP status.
    pub status: StatusCode,
    /// The body.
    pub body: Kept,
}

/// The fault that acted on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultHit {
    /// Its number.
    pub fault: u64,
    /// Whether it did more than keep the client waiting.
    pub is_blow: bool,
    /// True when the client got no whole answer: the connection was cut before or within it.
    pub is_loss: bool,
}

/// Path, query and headers in one piece, so that no buffer of a connection is kept alive for them.
/// Neither can hold a line feed, which is what ends each part.
#[derive(Clone)]
pub struct Head(Box<[u8]>);

impl Head {
    /// A copy.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let place = uri.path_and_query().map_or("/", |place| place.as_str());
        let parts = headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 2);
        let mut all = Vec::with_capacity(place.len() + parts.sum::<usize>());
        all.extend_from_slice(place.as_bytes());
        for (name, value) in headers {
            all.push(b'\n');
            all.extend_from_slice(name.as_str().as_bytes());
            all.push(b'\n');
            all.extend_from_slice(value.as_bytes());
        }
        Self(all.into())
    }

    /// The path.
    pub fn path(&self) -> &str {
        self.place().split_once('?').map_or(self.place(), |(path, _)| path)
    }

    /// The query, without its question mark.
    pub fn query(&self) -> Option<&str> {
        self.place().split_once('?').map(|(_, query)| query)
    }

    /// The headers in their order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let mut parts = self.0.split(|byte| *byte == b'\n').skip(1);
        std::iter::from_fn(move || {
            Some((str::from_utf8(parts.next()?).unwrap_or_default(), parts.next()?))
        })
    }

    /// The first header with this name, if it is text.
    pub fn header(&self, wanted: &str) -> Option<&str> {
        let (_, value) = self.headers().find(|(name, _)| *name == wanted)?;
        str::from_utf8(value).ok()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is in it; a request has a path at least.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn place(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == b'\n').unwrap_or(self.0.len());
        str::from_utf8(&self.0[..end]).unwrap_or_default()
    }
}

/// A body as it is kept.
#[derive(Clone)]
pub enum Kept {
    /// All of it.
    Whole(Bytes),
    /// A body that had to make room for newer entries.
    Gone {
        /// Length of the body in bytes.
        length: usize,
        /// The SHA-256 of what a client sent; answers are long, and nobody asks for theirs.
        sha256: Option<[u8; 32]>,
    },
    /// More than the surface takes; it was not read.
    Refused,
}

impl Kept {
    /// A small body is copied, since what arrives is a slice of the connection's buffer; a large
    /// one has a buffer of its own.
    pub fn received(body: &Bytes) -> Self {
        const SMALL: usize = 8 * 1024;
        if body.len() <= SMALL {
            return Self::Whole(Bytes::copy_from_slice(body));
        }
        Self::Whole(body.clone())
    }

    /// The bytes, if they are still there.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Whole(bytes) => Some(bytes),
            Self::Gone { .. } | Self::Refused => None,
        }
    }

    /// Length of the body in bytes, where it is known.
    pub fn length(&self) -> Option<usize> {
        match self {
            Self::Whole(bytes) => Some(bytes.len()),
            Self::Gone { length, .. } => Some(*length),
            Self::Refused => None,
        }
    }

    /// The SHA-256 of its bytes.
    pub fn sha256(&self) -> Option<[u8; 32]> {
        match self {
            Self::Whole(bytes) => Some(sha256(bytes)),
            Self::Gone { sha256, .. } => *sha256,
            Self::Refused => None,
        }
    }

    /// Memory that the body takes, in bytes.
    fn weight(&self) -> usize {
        self.bytes().map_or(0, <[u8]>::len)
    }

    fn thin(&mut self, digest: impl FnOnce(&Bytes) -> Option<[u8; 32]>) {
        if let Self::Whole(bytes) = self {
            *self = Self::Gone { length: bytes.len(), sha256: digest(bytes) };
        }
    }
}

impl Entry {
    /// Real time of the answer.
    pub fn answered_at(&self) -> Timestamp {
        let took = SignedDuration::from_micros(i64::try_from(self.took_us).unwrap_or(i64::MAX));
        self.real_at.saturating_add(took).unwrap_or(self.real_at)
    }

    /// True when the client got no whole answer.
    pub fn is_lost(&self) -> bool {
        self.answer.is_none() || self.fault.is_some_and(|fault| fault.is_loss)
    }

    /// Memory that the entry takes beyond its fixed part, in bytes.
    pub(super) fn weight(&self) -> usize {
        let answer = self.answer.as_ref().map_or(0, |answer| answer.body.weight());
        self.request.head.len() + self.request.body.weight() + answer
    }

    /// Keeps no more of the bodies than their length, and the digest of what was received.
    pub(super) fn thin(&mut self) {
        self.request.body.thin(|bytes| Some(sha256(bytes)));
        if let Some(answer) = &mut self.answer {
            answer.body.thin(|_| None);
        }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("n", &self.n).finish_non_exhaustive()
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[head]")
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[body]")
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_head_gives_back_what_it_was_made_of() {
        let mut headers = HeaderMap::new();
        for (name, value) in [("a", "1"), ("b", ""), ("a", "2: x\n")] {
            let value = HeaderValue::from_bytes(value.trim_end().as_bytes()).unwrap();
            headers.append(HeaderName::from_static(name), value);
        }
        let head = Head::of(&"/p/q?x=1&y=?".parse().unwrap(), &headers);
        assert_eq!((head.path(), head.query()), ("/p/q", Some("x=1&y=?")));
        let all: Vec<_> = head.headers().collect();
        assert_eq!(all, [("a", &b"1"[..]), ("a", b"2: x"), ("b", b"")]);
        assert_eq!((head.header("b"), head.header("c")), (Some(""), None));
        let bare = Head::of(&"/".parse().unwrap(), &HeaderMap::new());
        assert_eq!((bare.path(), bare.query(), bare.headers().count()), ("/", None, 0));
    }
}

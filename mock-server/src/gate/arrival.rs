//! How a request came in: what the server tells the gate beside the request itself.

use std::{net::IpAddr, time::Duration};

use axum::http::{HeaderMap, HeaderValue, header};

/// The limits under which a request is read (SB 18), and where it came in. Without a server around
/// them, requests have the usual ones.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// The largest body that is read, in bytes; a surface may take less.
    pub largest_body: usize,
    /// How long a body may take.
    pub slowest_body: Duration,
    /// How many requests may wait for one world.
    pub world_queue: usize,
    /// The address of this machine at which the connection came in, where there is one.
    pub local: Option<IpAddr>,
}

impl Default for Arrival {
    fn default() -> Self {
        Self {
            largest_body: 1 << 20,
            slowest_body: Duration::from_secs(30),
            world_queue: 256,
            local: None,
        }
    }
}

/// Whether a body comes in another coding than it is read in (RFC 9110, 8.4).
pub fn is_encoded(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::CONTENT_ENCODING).iter();
    let plain = |value: &HeaderValue| {
        value.to_str().is_ok_and(|text| {
            let mut codings = text.split(',').map(str::trim).filter(|coding| !coding.is_empty());
            codings.all(|coding| coding.eq_ignore_ascii_case("identity"))
        })
    };
    !all.into_iter().all(plain)
}

/// The value of a header that stands there once. One that is sent twice has no value that sender
/// and receiver, and whatever is between them, would agree on.
pub fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a HeaderValue> {
    let mut all = headers.get_all(name).iter();
    all.next().filter(|_| all.next().is_none())
}

/// Whether the client waits for a sign before it sends the body (RFC 9110, 10.1.1).
pub(super) fn waits_for_a_sign(headers: &HeaderMap) -> bool {
    let expected = headers.get(header::EXPECT).and_then(|value| value.to_str().ok());
    expected.is_some_and(|text| text.trim().eq_ignore_ascii_case("100-continue"))
}

//! Facts about the arrival of a request that the server passes to the gate beside the request
//! itself.

use std::{net::IpAddr, time::Duration};

use axum::http::{HeaderMap, HeaderValue, header};

/// Limits for reading one request (SB 18), and the address at which it arrived. Without a server
/// around the router, as in tests, requests have the default.
#[derive(Clone, Copy, Debug)]
pub struct Arrival {
    /// Largest body that is read, in bytes; a surface may have a smaller limit.
    pub largest_body: usize,
    /// Largest journal that is read to make a world of it, in bytes.
    pub largest_import: usize,
    /// Time that a body may take to arrive.
    pub slowest_body: Duration,
    /// Most requests that may wait for one world.
    pub world_queue: usize,
    /// Address of this machine at which the connection arrived, where there is a connection.
    pub local: Option<IpAddr>,
}

impl Default for Arrival {
    fn default() -> Self {
        Self {
            largest_body: 1 << 20,
            largest_import: 256 << 20,
            slowest_body: Duration::from_secs(30),
            world_queue: 256,
            local: None,
        }
    }
}

/// True when the body has a content coding (RFC 9110, 8.4). No surface decodes any.
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

/// Value of a header that occurs exactly once. A header that is sent twice counts as missing,
/// because sender, proxies and receiver may each read another one of the two.
pub fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a HeaderValue> {
    let mut all = headers.get_all(name).iter();
    all.next().filter(|_| all.next().is_none())
}

/// True when the client waits for `100 Continue` before it sends the body (RFC 9110, 10.1.1).
pub(super) fn waits_for_a_sign(headers: &HeaderMap) -> bool {
    let expected = headers.get(header::EXPECT).and_then(|value| value.to_str().ok());
    expected.is_some_and(|text| text.trim().eq_ignore_ascii_case("100-continue"))
}

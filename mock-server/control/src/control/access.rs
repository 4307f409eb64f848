//! Access to the control plane (SB 17).
//!
//! Any web page in a developer's browser can send requests to `127.0.0.1`. What it cannot do is to
//! leave out the `Origin` of a request that changes something, or to call a server by another name
//! than the one that it was looked up by. So an `Origin` must be the server's own, and on a
//! loopback
//! address the `Host` must be a loopback name: a foreign one was looked up by somebody who points
//! his name to this machine.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{HeaderMap, Uri, header, request::Parts, uri::Authority};
use subtle::ConstantTimeEq;

use super::{Problem, ProblemCode, problem::Challenge};
use crate::{crypto::Secret, gate::Arrival};

/// Paths that need no token: probes, those that lead to the rest, and pages, which hold no data
/// (SB 16).
const OPEN: [&str; 9] = [
    "/",
    "",
    "/health",
    "/ready",
    "/version",
    "/openapi.json",
    "/console",
    "/explorer/{surface}",
    "/pages/{name}",
];

/// The clients that are let in.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// The token that a request needs, if it needs one.
    pub token: Option<Secret>,
    /// Names besides loopback names under which it is called on a loopback address, without ports.
    pub hosts: Vec<String>,
    /// Origins besides its own whose pages are let in.
    pub origins: Vec<String>,
    /// Whether requests that do not say where they came in came in at a loopback address.
    pub loopback: bool,
}

impl Access {
    /// Refuses a request by its head alone. `route` is what stands behind `/_sandbox`.
    pub(super) fn check(&self, parts: &Parts, route: &str) -> Result<(), Problem> {
        self.check_caller(parts)?;
        if OPEN.contains(&route) { Ok(()) } else { self.check_token(&parts.headers) }
    }

    /// Refuses what came under a foreign name, and what a web page of another origin sends.
    pub(super) fn check_caller(&self, parts: &Parts) -> Result<(), Problem> {
        let local = parts.extensions.get::<Arrival>().and_then(|arrival| arrival.local);
        let loopback = local.map_or(self.loopback, |ip| ip.to_canonical().is_loopback());
        let host = host(&parts.uri, &parts.headers)?;
        if let Some(host) = host.iter().find(|_| loopback).filter(|host| !self.is_ours(host)) {
            let detail = format!(
                "{:?} is no loopback name; --allow-host lets it in",
                host.host().chars().take(100).collect::<String>()
            );
            return Err(Problem::new(
                ProblemCode::HostRefused,
                "Not a name of this server",
                detail,
            ));
        }
        for origin in parts.headers.get_all(header::ORIGIN) {
            let origin = origin.to_str().unwrap_or_default();
            if !self.is_own_origin(origin, host.as_ref()) {
                let detail = "a web page of another origin calls; --control-origin lets it in";
                return Err(Problem::new(ProblemCode::OriginRefused, "Another origin", detail));
            }
        }
        Ok(())
    }

    fn check_token(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let Some(token) = &self.token else { return Ok(()) };
        let mut sent = headers.get_all(header::AUTHORIZATION).iter();
        let (first, second) = (sent.next(), sent.next());
        let bearer = first.and_then(|value| value.to_str().ok()).and_then(|text| {
            let (scheme, rest) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| rest.trim())
        });
        let same = |sent: &str| bool::from(sent.as_bytes().ct_eq(token.reveal().as_bytes()));
        if second.is_none() && bearer.is_some_and(same) {
            return Ok(());
        }
        let detail = "send Authorization: Bearer with the control token of this server";
        Err(Problem::new(ProblemCode::TokenRequired, "The control token is required", detail)
            .challenging(Challenge::Bearer))
    }

    fn is_ours(&self, host: &Authority) -> bool {
        let name = host.host().trim_end_matches('.').to_ascii_lowercase();
        is_loopback(&name) || self.hosts.contains(&name)
    }

    /// Its own origin is where the request went, which has been checked before.
    fn is_own_origin(&self, origin: &str, host: Option<&Authority>) -> bool {
        let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        let same =
            |host: &Authority| own.is_some_and(|own| own.eq_ignore_ascii_case(host.as_str()));
        host.is_some_and(same) || self.origins.iter().any(|known| known == origin)
    }
}

/// Where a request was sent to: the target itself says so or its `Host`. Clients of HTTP/1.0 need
/// not say anything.
fn host(uri: &Uri, headers: &HeaderMap) -> Result<Option<Authority>, Problem> {
    if let Some(authority) = uri.authority() {
        return Ok(Some(authority.clone()));
    }
    let Some(host) = headers.get(header::HOST) else { return Ok(None) };
    let host = host.to_str().ok().and_then(|host| host.parse().ok());
    host.map(Some).ok_or_else(|| {
        Problem::new(
            ProblemCode::HostInvalid,
            "Not a host",
            "the Host header is no name or address",
        )
    })
}

fn is_loopback(name: &str) -> bool {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse::<IpAddr>().map(|address| address.to_canonical());
    name == "localhost"
        || name.ends_with(".localhost")
        || address.is_ok_and(|address| address.is_loopback() || address == Ipv4Addr::UNSPECIFIED)
}

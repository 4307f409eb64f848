//! One HTTP POST to a receiver, and its result.
//!
//! Every attempt opens a connection of its own. Receivers are often small programs that serve one
//! request and end; a kept connection would then break, and nobody could tell whether the request
//! was read.

use std::{error::Error, fmt, io, net::SocketAddr, sync::OnceLock, time::Duration};

use axum::http::HeaderMap;
use reqwest::{
    Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

use crate::world::outbox::{Failure, FailureKind};

/// A POST request to a receiver.
#[derive(PartialEq)]
pub(super) struct OutgoingWebhook {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// Time for the whole exchange, in real time.
    pub(super) timeout: Duration,
    /// True when redirects are followed, up to [`REDIRECTS`].
    pub(super) follows_redirects: bool,
}

/// Most redirects that are followed, where a rule asks for it.
const REDIRECTS: usize = 5;

/// Result of a POST.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// HTTP status, once one arrived.
    pub(super) status: Option<u16>,
    /// Body of the answer, as far as it was read.
    pub(super) body: Vec<u8>,
    /// Reason why the answer is missing or incomplete.
    pub(super) failure: Option<Failure>,
}

/// Most bytes that are read of an answer.
const ANSWER_LIMIT: usize = 64 * 1024;

/// HTTP clients for deliveries.
#[derive(Default)]
pub(super) struct Transport {
    client: OnceLock<Result<Client, String>>,
    /// Client that follows redirects.
    following: OnceLock<Result<Client, String>>,
}

impl Transport {
    /// Sends a request and reads the answer.
    pub(super) async fn post(&self, webhook: &OutgoingWebhook) -> Outcome {
        let mut outcome = Outcome::default();
        let client = match webhook.follows_redirects {
            false => self.client.get_or_init(|| client(Policy::none())),
            true => self.following.get_or_init(|| client(Policy::limited(REDIRECTS))),
        };
        let client = match client {
            Ok(client) => client,
            Err(why) => {
                outcome.failure = Some(Failure::of(FailureKind::Tls, why));
                return outcome;
            }
        };
        let request = client.post(&webhook.url).headers(webhook.headers.clone());
        let request = request.timeout(webhook.timeout).body(webhook.body.clone());
        let read = async {
            let mut response = request.send().await?;
            outcome.status = Some(response.status().as_u16());
            read(&mut response, &mut outcome.body).await
        };
        if let Err(error) = read.await {
            outcome.failure = Some(failure(&error, webhook));
        }
        outcome
    }
}

/// Reads a body up to [`ANSWER_LIMIT`].
async fn read(response: &mut Response, body: &mut Vec<u8>) -> reqwest::Result<()> {
    while let Some(chunk) = response.chunk().await? {
        let room = ANSWER_LIMIT - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == ANSWER_LIMIT {
            break;
        }
    }
    Ok(())
}

/// HTTP client without cookies, proxies from the environment or reused connections.
fn client(redirects: Policy) -> Result<Client, String> {
    // An error means that a provider is installed already; it is the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .redirect(redirects)
        .no_proxy()
        .pool_max_idle_per_host(0)
        .dns_resolver(Names)
        .build();
    client.map_err(|error| format!("no client can be made: {}", root(&error)))
}

fn failure(error: &reqwest::Error, webhook: &OutgoingWebhook) -> Failure {
    let kind = kind(error, webhook.url.to_ascii_lowercase().starts_with("https"));
    let detail = match kind {
        FailureKind::Timeout => {
            let what = if error.is_connect() { "no connection" } else { "no whole answer" };
            format!("{what} after {} ms", webhook.timeout.as_millis())
        }
        _ => root(error).to_string(),
    };
    Failure::of(kind, detail)
}

fn kind(error: &reqwest::Error, is_secure: bool) -> FailureKind {
    if error.is_timeout() {
        return FailureKind::Timeout;
    }
    let causes = || causes(error);
    if causes().any(|cause| cause.is::<UnknownHost>()) {
        return FailureKind::UnknownHost;
    }
    if !error.is_connect() {
        let parse = |cause: &hyper::Error| cause.is_parse();
        let not_http = causes().filter_map(|cause| cause.downcast_ref()).any(parse);
        return if not_http { FailureKind::NotHttp } else { FailureKind::BrokenOff };
    }
    // A failed connection has an error number of the operating system; a TLS failure has none.
    let systems = causes().filter_map(|cause| cause.downcast_ref::<io::Error>());
    let numbered = systems.filter(|error| error.raw_os_error().is_some()).last();
    match numbered.map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => FailureKind::BrokenOff,
        None if is_secure => FailureKind::Tls,
        _ => FailureKind::NoConnection,
    }
}

/// An error and its causes, the root cause last.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&cause| cause.source())
}

/// Root cause of an error.
fn root<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    causes(error).last().unwrap_or(error)
}

/// DNS resolver of the operating system, which reports an unknown name as [`UnknownHost`], so that
/// it differs from a closed port.
struct Names;

/// The operating system cannot resolve a host name.
#[derive(Debug)]
struct UnknownHost {
    why: io::Error,
}

impl fmt::Display for UnknownHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the name of the host is not known: {}", self.why)
    }
}

impl Error for UnknownHost {}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found = found.map_err(|why| UnknownHost { why })?;
            let addresses: Vec<SocketAddr> = found.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

//! The connections of a run: how long a request may take, who we are in TLS, whom we trust, and
//! which way requests take. A proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`,
//! `ALL_PROXY`, `NO_PROXY`) is used for every host but this machine itself.

use std::{net::IpAddr, sync::OnceLock, time::Duration};

use reqwest::{
    Certificate, Identity, Method, RequestBuilder, Url,
    header::{ACCEPT_ENCODING, HeaderMap, HeaderValue},
};

/// The HTTP clients of a run.
#[derive(Debug, Clone)]
pub struct Client {
    /// For hosts of this machine.
    here: reqwest::Client,
    /// For all others.
    elsewhere: reqwest::Client,
    /// For a sandbox on this machine, whose connections are used again.
    sandbox: Option<Sandbox>,
    /// The longest time for one request.
    timeout: Duration,
}

/// The connections to a sandbox.
#[derive(Debug, Clone)]
struct Sandbox {
    /// Scheme, host and port of its URLs.
    origin: String,
    client: reqwest::Client,
}

impl Sandbox {
    fn has(&self, url: &str) -> bool {
        let rest = url.strip_prefix(&self.origin);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }
}

/// Our certificate, and authorities that are trusted besides those of this machine.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tls {
    /// A certificate with its chain and its key, PEM.
    pub identity: Option<Vec<u8>>,
    /// Certificates of authorities, PEM.
    pub authorities: Option<Vec<u8>>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Tls")
            .field("identity", &self.identity.is_some())
            .field("authorities", &self.authorities.is_some())
            .finish()
    }
}

impl Client {
    /// A client whose requests take at most `timeout`. Redirects are answers like others: whoever
    /// follows one sends credentials to a host that nobody named.
    ///
    /// No connection is used twice, but for those to a sandbox. A target may close one at any
    /// moment after its answer, and a request that meets such an end breaks without a byte; nearly
    /// all requests here have effects or carry a nonce, so none may be sent again, and the scenario
    /// would be blocked.
    pub fn new(timeout: Duration, tls: &Tls) -> reqwest::Result<Self> {
        // The authorities of this machine are read once: parsing them takes longer than many runs.
        static USUAL: OnceLock<(reqwest::Client, reqwest::Client)> = OnceLock::new();
        let (here, elsewhere) = match USUAL.get() {
            Some(usual) if *tls == Tls::default() => usual.clone(),
            _ => (Self::built(tls, false)?, Self::built(tls, true)?),
        };
        if *tls == Tls::default() {
            let _ = USUAL.set((here.clone(), elsewhere.clone()));
        }
        Ok(Self { here, elsewhere, sandbox: None, timeout })
    }

    /// With connections to the sandbox at this URL that are used again, where it is on this
    /// machine: a sandbox says when it closes one. They end with the runtime that has opened them,
    /// so they belong to one plan.
    pub(crate) fn with_sandbox(mut self, url: &str) -> reqwest::Result<Self> {
        /// Shorter than the time after which a sandbox closes an idle connection.
        const IDLE: Duration = Duration::from_secs(5);
        let Ok(parsed) = Url::parse(url) else { return Ok(self) };
        if is_here(url) && parsed.scheme() == "http" {
            let builder = Self::usual().no_proxy().tls_certs_only([]);
            let client = builder.pool_idle_timeout(IDLE).build()?;
            self.sandbox = Some(Sandbox { origin: parsed.origin().ascii_serialization(), client });
        }
        Ok(self)
    }

    /// The settings of all clients: redirects are not followed, and an answer may be compressed.
    fn usual() -> reqwest::ClientBuilder {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let redirect = reqwest::redirect::Policy::none();
        reqwest::Client::builder().default_headers(headers).redirect(redirect)
    }

    fn built(tls: &Tls, proxied: bool) -> reqwest::Result<reqwest::Client> {
        // Whoever was first has chosen the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Self::usual().pool_max_idle_per_host(0);
        if let Some(identity) = &tls.identity {
            builder = builder.identity(Identity::from_pem(identity)?);
        }
        if let Some(authorities) = &tls.authorities {
            builder = builder.tls_certs_merge(Certificate::from_pem_bundle(authorities)?);
        }
        if proxied { builder.build() } else { builder.no_proxy().build() }
    }

    /// The longest time for one request and its answer.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// A request on its way.
    pub(super) fn request(&self, method: Method, url: &str) -> RequestBuilder {
        let client = match self.sandbox.as_ref().filter(|sandbox| sandbox.has(url)) {
            Some(sandbox) => &sandbox.client,
            None if is_here(url) => &self.here,
            None => &self.elsewhere,
        };
        client.request(method, url).timeout(self.timeout)
    }
}

/// Whether a URL leads to this machine by its loopback addresses.
fn is_here(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// The variable of the environment whose proxy requests to `url` go through; `NO_PROXY` may still
/// except the host.
pub(crate) fn proxy_variable(url: &str) -> Option<&'static str> {
    let names: &[&'static str] = match url.split_once("://") {
        _ if is_here(url) => &[],
        Some(("https", _)) => &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
        _ => &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
    };
    let is_set = |name: &&&'static str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    names.iter().find(is_set).copied()
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    #[test]
    fn loopback_addresses_are_this_machine() {
        let here = ["http://127.0.0.1:8080/x", "https://localhost/", "http://[::1]:9/"];
        assert!(here.into_iter().all(is_here));
        let elsewhere = ["http://localhost.example/", "http://10.0.0.1/", "nonsense"];
        assert!(!elsewhere.into_iter().any(is_here));
    }

    #[test]
    fn urls_of_a_sandbox_are_those_of_its_port() {
        let usual = Client::new(Duration::from_secs(1), &Tls::default()).unwrap();
        let sandbox = usual.with_sandbox("http://127.0.0.1:80/").unwrap().sandbox.unwrap();
        assert!(sandbox.has("http://127.0.0.1/graphql"));
        assert!(!sandbox.has("http://127.0.0.1:8080/graphql"));
        assert!(!sandbox.has("http://127.0.0.10/graphql"));
    }

    #[tokio::test]
    async fn no_connection_is_used_twice() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let count = connections.clone();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Ordering::Relaxed);
                // A connection that would serve any number of requests.
                tokio::spawn(async move {
                    let mut request = [0; 1024];
                    while stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
                        stream.write_all(answer).await.unwrap();
                    }
                });
            }
        });
        let client = Client::new(Duration::from_secs(5), &Tls::default()).unwrap();
        for sent in 1..=3 {
            let answer = client.request(Method::POST, &url).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            answer.bytes().await.unwrap();
            assert_eq!(connections.load(Ordering::Relaxed), sent);
        }
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        let tls = Tls { identity: Some(b"no PEM".to_vec()), authorities: None };
        assert!(Client::new(Duration::from_secs(1), &tls).is_err());
    }
}

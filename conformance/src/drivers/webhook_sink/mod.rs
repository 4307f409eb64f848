//! A receiver of webhooks: a real listener that keeps what arrives and answers as it is told.
//!
//! One listener for each scenario, so that deliveries of different scenarios never meet. Every
//! receiver is a path on it.

mod connection;

use std::{
    collections::BTreeMap,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{net::TcpListener, task::JoinHandle};

use crate::{Mismatch, StepResult};

/// A listener; it ends with this value.
#[derive(Debug)]
pub struct WebhookSink {
    /// The address under which the target finds it, without a slash at the end.
    url: String,
    kept: Arc<Mutex<Kept>>,
    serving: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Kept {
    arrived: Vec<Delivery>,
    answers: BTreeMap<String, Acknowledgement>,
}

/// Something that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The path that it came to: `/the-hook`.
    pub path: String,
    /// HTTP method.
    pub method: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as received.
    pub body: Vec<u8>,
}

/// The answer of a receiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acknowledgement {
    /// An HTTP answer.
    Answer {
        /// HTTP status.
        status: u16,
        /// The body.
        body: String,
    },
    /// No answer: the connection is closed once the delivery has arrived.
    Dropped,
}

impl Acknowledgement {
    /// An answer with a status and the proper body.
    pub fn status(status: u16) -> Self {
        Self::Answer { status, body: r#"{"success": true}"#.to_owned() }
    }
}

impl Default for Acknowledgement {
    /// The proper one.
    fn default() -> Self {
        Self::status(200)
    }
}

/// The largest number of deliveries that are kept: the first ones tell that a target floods.
const MOST_DELIVERIES: usize = 10_000;

/// The path of a redirect that nobody should follow.
const ELSEWHERE: &str = "/followed";

impl Delivery {
    /// The header of that name; none where it says two things at once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value.as_str())
    }
}

impl WebhookSink {
    /// Listens on a free port of this machine.
    pub async fn start() -> StepResult<Self> {
        Self::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), None).await
    }

    /// Listens on an address that the target finds under another one.
    pub async fn listen(address: SocketAddr, public_url: Option<&str>) -> StepResult<Self> {
        let wrong = |error: std::io::Error| {
            Mismatch::precondition(format!("a listener on {address}"), error.to_string())
        };
        let listener = bound(address).await.map_err(wrong)?;
        let own = format!("http://{}", listener.local_addr().map_err(wrong)?);
        let kept: Arc<Mutex<Kept>> = Arc::default();
        let serving = tokio::spawn(connection::serve(listener, kept.clone()));
        let url = public_url.map_or(own, |url| url.trim_end_matches('/').to_owned());
        Ok(Self { url, kept, serving })
    }

    /// The address of a receiver.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// From now on a receiver answers so.
    pub fn answers(&self, path: &str, acknowledgement: Acknowledgement) {
        self.kept().answers.insert(path.to_owned(), acknowledgement);
    }

    /// The deliveries at a receiver so far, in order.
    pub fn arrived(&self, path: &str) -> Vec<Delivery> {
        self.kept().arrived.iter().filter(|one| one.path == path).cloned().collect()
    }

    /// True when somebody went where a redirect pointed.
    pub fn was_followed(&self) -> bool {
        !self.arrived(ELSEWHERE).is_empty()
    }

    /// Waits until so many have arrived at a receiver, or the time is over.
    pub async fn wait(&self, path: &str, count: usize, at_most: Duration) -> Vec<Delivery> {
        let pause = Duration::from_millis(10);
        let mut left = at_most;
        loop {
            let arrived = self.arrived(path);
            if arrived.len() >= count || left.is_zero() {
                return arrived;
            }
            let pause = pause.min(left);
            tokio::time::sleep(pause).await;
            left -= pause;
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A listener on an address that the scenario before may have left this moment.
async fn bound(address: SocketAddr) -> std::io::Result<TcpListener> {
    let mut tries = 20;
    loop {
        match TcpListener::bind(address).await {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse && tries > 0 => {
                tries -= 1;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            bound => return bound,
        }
    }
}

impl Drop for WebhookSink {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn post(url: String) -> (u16, String) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::limited(1))
            .build()
            .unwrap();
        let answer = client.post(url).header("api-key", "k").body("{}").send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    #[tokio::test]
    async fn deliveries_are_within_receiver_and_acknowledged() {
        let sink = WebhookSink::start().await.unwrap();
        assert_eq!(post(sink.url("/a")).await, (200, r#"{"success": true}"#.to_owned()));
        let arrived = sink.wait("/a", 1, Duration::from_secs(5)).await;
        assert_eq!((arrived.len(), arrived[0].header("api-key")), (1, Some("k")));
        assert!(sink.arrived("/b").is_empty());
    }

    #[tokio::test]
    async fn a_receiver_answers_as_it_is_told_and_notices_who_follows() {
        let sink = WebhookSink::start().await.unwrap();
        sink.answers("/a", Acknowledgement::Answer { status: 500, body: "no".to_owned() });
        assert_eq!(post(sink.url("/a")).await, (500, "no".to_owned()));
        sink.answers("/a", Acknowledgement::status(302));
        post(sink.url("/a")).await;
        assert!(sink.was_followed());
    }

    #[tokio::test]
    async fn a_receiver_may_close_the_connection_instead_of_answering() {
        let sink = WebhookSink::start().await.unwrap();
        sink.answers("/a", Acknowledgement::Dropped);
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sent = reqwest::Client::new().post(sink.url("/a")).body("{}").send().await;
        assert!(sent.is_err(), "{sent:?}");
        assert_eq!(sink.arrived("/a").len(), 1);
        sink.answers("/a", Acknowledgement::status(204));
        assert_eq!(post(sink.url("/a")).await, (204, String::new()));
    }

    #[tokio::test]
    async fn waiting_for_what_does_not_come_ends() {
        let sink = WebhookSink::start().await.unwrap();
        assert!(sink.wait("/a", 1, Duration::from_millis(30)).await.is_empty());
    }
}

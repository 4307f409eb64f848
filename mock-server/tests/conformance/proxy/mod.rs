//! A proxy in front of the surfaces of a sandbox. It reads and writes HTTP/1.1 itself, so that it
//! controls every byte of an answer, and knows every secret, so that it can change signed and
//! sealed messages. Webhooks pass through it as well where a behaviour wants them to.

mod event_stream;
mod memory;
mod message;
mod relay;
mod sealed;
mod tunnel;

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

pub(crate) use self::{
    memory::Memory,
    message::{Answer, Request},
};

/// The side of a WebSocket that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
}

/// Changes that a proxy makes to messages; the default makes none.
pub(crate) trait Behaviour: Send + Sync + 'static {
    /// Changes a request before it is passed on.
    fn request(&self, _request: &mut Request, _memory: &Memory) {}
    /// Answer to send instead of passing the request on; none to pass it on.
    fn instead(&self, _request: &Request, _memory: &Memory) -> Option<Answer> {
        None
    }
    /// Number of times that a request is passed on; the last answer counts.
    fn times(&self, _request: &Request) -> usize {
        1
    }
    /// Changes an answer on its way back.
    fn answer(&self, _request: &Request, _answer: &mut Answer, _memory: &Memory) {}
    /// True when webhooks are to pass through the proxy.
    fn relays(&self) -> bool {
        false
    }
    /// Changes a webhook on its way to the receiver, and returns the number of times that it is
    /// delivered.
    fn delivery(&self, _delivery: &mut Request, _memory: &Memory) -> usize {
        1
    }
    /// Messages that go on in the place of one of a WebSocket, which this request has opened.
    fn message(&self, _: (&Request, Side), message: Value, _memory: &Memory) -> Vec<Value> {
        vec![message]
    }
    /// Code with which a WebSocket is closed.
    fn close(&self, code: u16) -> u16 {
        code
    }
    /// Events that go on in the place of one of an event stream.
    fn event(&self, event: &str, _memory: &Memory) -> Vec<String> {
        vec![event.to_owned()]
    }
    /// Changes a request to the control plane.
    fn control_request(&self, _request: &mut Request) {}
    /// Changes the answer of the control plane.
    fn control(&self, _answer: &mut Answer) {}
    /// Additional delay of a request on its way to the server.
    fn slow(&self) -> Duration {
        Duration::ZERO
    }
    /// Additional delay of an answer.
    fn pause(&self) -> Duration {
        Duration::ZERO
    }
    /// True when a request is never answered.
    fn hangs(&self, _request: &Request) -> bool {
        false
    }
    /// Bytes of the answer on the wire; `true` keeps the connection open afterwards.
    fn bytes(&self, answer: &Answer) -> (Vec<Vec<u8>>, bool) {
        answer.written()
    }
}

/// Starts a proxy in front of `upstream` and returns its URL.
pub(crate) async fn start(upstream: &str, behaviour: impl Behaviour) -> String {
    start_knowing(upstream, behaviour, &Value::Null).await
}

/// Starts a proxy that already knows the secrets of a world.
pub(crate) async fn start_knowing(
    upstream: &str,
    behaviour: impl Behaviour,
    born: &Value,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let memory = Memory::default();
    memory.own_url.set(url.clone()).unwrap();
    memory.learn(born);
    let shared = Arc::new((behaviour, memory, upstream.to_owned()));
    let client = client();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (shared, client) = (shared.clone(), client.clone());
            tokio::spawn(async move {
                let (behaviour, memory, upstream) = &*shared;
                connection(stream, behaviour, memory, upstream, &client).await;
            });
        }
    });
    url
}

/// The client of all proxies: building one reads the authorities of this machine, which takes longer
/// than most runs. Connections are not kept, because tests have a runtime each.
fn client() -> reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    let built = || {
        let builder = crate::client().no_proxy().redirect(reqwest::redirect::Policy::none());
        builder.pool_max_idle_per_host(0).build().unwrap()
    };
    CLIENT.get_or_init(built).clone()
}

async fn connection(
    stream: TcpStream,
    behaviour: &impl Behaviour,
    memory: &Memory,
    upstream: &str,
    client: &reqwest::Client,
) {
    let _ = stream.set_nodelay(true);
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    while let Some(mut request) = next_request(&mut read).await {
        if tunnel::is_meant(&request) {
            return tunnel::run(&request, (behaviour, memory), upstream, (read, write)).await;
        }
        if event_stream::is_meant(&request) {
            behaviour.request(&mut request, memory);
            let server = (upstream, client);
            return event_stream::run(&request, (behaviour, memory), server, write).await;
        }
        let mut answer = if let Some(receiver) = relay::receiver(&request) {
            let times = behaviour.delivery(&mut request, memory);
            relay::deliver(&request, &receiver, times, client).await
        } else if request.is_control() {
            behaviour.control_request(&mut request);
            if behaviour.relays() {
                relay::redirect_receiver(&mut request, memory);
            }
            let mut answer = pass(&request, upstream, client).await;
            if behaviour.relays() {
                relay::restore(&request, &mut answer, memory);
            }
            memory.learn(&answer.json());
            behaviour.control(&mut answer);
            answer
        } else {
            behaviour.request(&mut request, memory);
            if behaviour.relays() {
                relay::redirect(&mut request, memory);
            }
            tokio::time::sleep(behaviour.slow()).await;
            if behaviour.hangs(&request) {
                return std::future::pending().await;
            }
            match behaviour.instead(&request, memory) {
                Some(answer) => answer,
                None => {
                    let mut answer = pass(&request, upstream, client).await;
                    for _ in 1..behaviour.times(&request) {
                        memory.stamp_next(&mut request);
                        answer = pass(&request, upstream, client).await;
                    }
                    if behaviour.relays() {
                        relay::restore(&request, &mut answer, memory);
                    }
                    behaviour.answer(&request, &mut answer, memory);
                    answer
                }
            }
        };
        answer.headers.retain(|(name, _)| {
            !matches!(name.as_str(), "content-length" | "transfer-encoding" | "connection")
        });
        tokio::time::sleep(behaviour.pause()).await;
        let (pieces, stays) = behaviour.bytes(&answer);
        for piece in pieces {
            if write.write_all(&piece).await.is_err() || write.flush().await.is_err() {
                return;
            }
        }
        if !stays {
            return;
        }
    }
}

async fn next_request(read: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Option<Request> {
    let mut line = String::new();
    read.read_line(&mut line).await.ok().filter(|count| *count > 0)?;
    let mut words = line.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        read.read_line(&mut line).await.ok().filter(|count| *count > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    read.read_exact(&mut body).await.ok()?;
    Some(Request { method, path, headers, body })
}

async fn pass(request: &Request, upstream: &str, client: &reqwest::Client) -> Answer {
    send(request, &format!("{upstream}{}", request.path), client).await
}

/// Sends a request to a URL, whatever its own path.
async fn send(request: &Request, url: &str, client: &reqwest::Client) -> Answer {
    try_send(request, url, client).await.unwrap()
}

/// Sends a request to a URL; none when nobody answers there.
async fn try_send(request: &Request, url: &str, client: &reqwest::Client) -> Option<Answer> {
    let answer = sent(request, url, client).await?;
    let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
    Some(Answer {
        status: answer.status().as_u16(),
        headers: answer.headers().iter().map(|(n, v)| (n.to_string(), text(v))).collect(),
        body: answer.bytes().await.ok()?.to_vec(),
    })
}

/// The answer to a request, as far as its head; none when nobody answers there.
async fn sent(request: &Request, url: &str, client: &reqwest::Client) -> Option<reqwest::Response> {
    let method = request.method.parse().unwrap();
    let mut sent = client.request(method, url);
    for (name, value) in &request.headers {
        if !matches!(name.as_str(), "host" | "content-length") {
            sent = sent.header(name, value);
        }
    }
    sent.body(request.body.clone()).send().await.ok()
}

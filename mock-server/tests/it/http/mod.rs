//! The server on real connections: rules of HTTP, time-outs, shutdown (SB 17, 18).

mod bodies;
mod connections;
mod ending;
mod heads;
mod keeping;
mod timeouts;

use std::{net::SocketAddr, time::Duration};

use clap::Parser;
use mock_server::{
    config::Config,
    server::{self, Ended},
    worlds::Worlds,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

/// API key header of a partner of the default world.
const KEY: &str = "x-agio-api-key: ac3e0000-0000-4000-8000-000000000001\r\n";

/// A server on a real address.
struct Served {
    address: SocketAddr,
    worlds: Worlds,
    end: Option<oneshot::Sender<()>>,
    task: JoinHandle<Ended>,
}

impl Served {
    async fn with(flags: &[&str]) -> Self {
        let mut all = vec!["mock-server", "--listen", "127.0.0.1:0"];
        all.extend(flags);
        let config = Config::parse_from(all);
        let listener = TcpListener::bind(config.listen).await.unwrap();
        let address = listener.local_addr().unwrap();
        let worlds = server::worlds(&config).unwrap();
        let (end, ends) = oneshot::channel();
        let ours = worlds.clone();
        let task = tokio::spawn(async move {
            let until = async move {
                let _ = ends.await;
            };
            server::serve(listener, worlds, &config, until).await.unwrap()
        });
        Self { address, worlds: ours, end: Some(end), task }
    }

    async fn connect(&self) -> Client {
        Client { stream: TcpStream::connect(self.address).await.unwrap() }
    }

    /// Sends one request on a connection of its own and returns everything that comes back.
    async fn send(&self, request: impl AsRef<[u8]>) -> String {
        let mut client = self.connect().await;
        client.write(request).await;
        client.rest().await
    }

    fn tell_to_end(&mut self) {
        self.end.take().unwrap().send(()).unwrap();
    }

    async fn ended(mut self) -> Ended {
        within(&mut self.task).await.unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A client that writes arbitrary bytes.
struct Client {
    stream: TcpStream,
}

impl Client {
    async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Reads the next answer.
    async fn answer(&mut self) -> String {
        let mut answer = Vec::new();
        loop {
            let mut chunk = [0; 4096];
            let count = within(self.stream.read(&mut chunk)).await.unwrap();
            answer.extend_from_slice(&chunk[..count]);
            let text = String::from_utf8_lossy(&answer).into_owned();
            if count == 0 || is_whole(&text) {
                return text;
            }
        }
    }

    /// Reads until the server closes the connection.
    async fn rest(&mut self) -> String {
        let mut answer = Vec::new();
        within(self.stream.read_to_end(&mut answer)).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// True when the server closes the connection within this time.
    async fn is_closed_within(&mut self, time: Duration) -> bool {
        matches!(
            tokio::time::timeout(time, self.stream.read(&mut [0; 1])).await,
            Ok(Ok(0) | Err(_))
        )
    }
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    length.is_none_or(|length| body.len() >= length.parse().unwrap())
}

async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), future).await.expect("within 10 s")
}

/// A request of the control plane without a body.
fn get(path: &str) -> String {
    format!("GET /_sandbox{path} HTTP/1.1\r\nhost: localhost\r\n\r\n")
}

/// A request of the control plane without a body, after whose answer the connection is closed.
fn get_once(path: &str) -> String {
    format!("GET /_sandbox{path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
}

/// A POST with headers and a body, after whose answer the connection is closed.
fn post(path: &str, headers: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}content-length: \
         {}\r\n\r\n{body}",
        body.len()
    )
}

/// Status of an answer.
fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

/// Body of an answer.
fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

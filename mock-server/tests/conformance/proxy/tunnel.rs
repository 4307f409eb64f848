//! WebSockets through a proxy: their messages pass one by one, both ways.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    io::{
        AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, copy_bidirectional, join,
    },
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        protocol::{CloseFrame, Role},
    },
};

use super::{Behaviour, Memory, Request, Side};

/// Time for a client to answer a close.
const FAREWELL: Duration = Duration::from_secs(1);

/// True for a request that turns its connection to another protocol.
pub(super) fn is_meant(request: &Request) -> bool {
    request.header("upgrade").is_some()
}

/// Passes the request on, and then everything that either side says.
pub(super) async fn run(
    request: &Request,
    (behaviour, memory): (&impl Behaviour, &Memory),
    upstream: &str,
    (read, mut write): (impl AsyncRead + Unpin, impl AsyncWrite + Unpin),
) {
    let host = upstream.trim_start_matches("http://");
    let Ok(server) = TcpStream::connect(host).await else { return };
    let mut server = BufReader::new(server);
    let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.path);
    for (name, value) in &request.headers {
        let value = if name == "host" { host } else { value };
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    if server.write_all(head.as_bytes()).await.is_err() {
        return;
    }
    let Some(head) = answered(&mut server).await else { return };
    if write.write_all(head.as_bytes()).await.is_err() {
        return;
    }
    let mut client = join(read, write);
    if !head.starts_with("HTTP/1.1 101") {
        let _ = copy_bidirectional(&mut client, &mut server).await;
        return;
    }
    let client = WebSocketStream::from_raw_socket(client, Role::Server, None).await;
    let server = WebSocketStream::from_raw_socket(server, Role::Client, None).await;
    let tunnel = Tunnel { request, behaviour, memory };
    tunnel.pass(client, server).await;
}

/// The head of an answer.
async fn answered(server: &mut BufReader<TcpStream>) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        server.read_line(&mut head).await.ok().filter(|count| *count > 0)?;
    }
    Some(head)
}

/// A WebSocket that was opened by a request.
struct Tunnel<'a, B> {
    request: &'a Request,
    behaviour: &'a B,
    memory: &'a Memory,
}

impl<B: Behaviour> Tunnel<'_, B> {
    async fn pass<C, S>(&self, mut client: WebSocketStream<C>, mut server: WebSocketStream<S>)
    where
        C: AsyncRead + AsyncWrite + Unpin,
        S: AsyncRead + AsyncWrite + Unpin,
    {
        loop {
            let (side, heard) = tokio::select! {
                heard = client.next() => (Side::Client, heard),
                heard = server.next() => (Side::Server, heard),
            };
            match (side, heard) {
                (_, Some(Ok(Message::Text(text)))) => {
                    for text in self.texts(side, text.as_str()) {
                        let sent = match side {
                            Side::Client => server.send(Message::text(text)).await,
                            Side::Server => client.send(Message::text(text)).await,
                        };
                        if sent.is_err() {
                            return;
                        }
                    }
                }
                (Side::Server, Some(Ok(Message::Close(frame)))) => {
                    let frame = frame.map(|frame| CloseFrame {
                        code: self.behaviour.close(frame.code.into()).into(),
                        ..frame
                    });
                    let _ = client.send(Message::Close(frame)).await;
                    while let Ok(Some(Ok(_))) = timeout(FAREWELL, client.next()).await {}
                    return;
                }
                (Side::Client, Some(Ok(Message::Close(frame)))) => {
                    let _ = server.close(frame).await;
                    return;
                }
                (Side::Client, Some(Ok(other @ Message::Binary(_)))) => {
                    if server.send(other).await.is_err() {
                        return;
                    }
                }
                // The library answers pings by itself.
                (_, Some(Ok(_))) => {}
                (_, Some(Err(_)) | None) => return,
            }
        }
    }

    /// The messages that go on in the place of one.
    fn texts(&self, from: Side, text: &str) -> Vec<String> {
        let Ok(message) = serde_json::from_str::<Value>(text) else { return vec![text.to_owned()] };
        let on = self.behaviour.message((self.request, from), message.clone(), self.memory);
        let unchanged =
            |one: &Value| if *one == message { text.to_owned() } else { one.to_string() };
        on.iter().map(unchanged).collect()
    }
}

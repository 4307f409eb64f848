//! A server that does one thing with each connection, written byte by byte.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// A server; it ends when dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    sent: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Server {
    /// A server that does this with each connection, once it has read the head of the request.
    pub(crate) async fn doing<F>(serve: impl Fn(Connection) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let sent = Arc::<AtomicUsize>::default();
        let counted = sent.clone();
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut connection =
                    Connection { stream, sent: counted.clone(), accept: String::new() };
                connection.read_head().await;
                tokio::spawn(serve(connection));
            }
        });
        Self { address, sent, serving }
    }

    /// Bytes that were taken from it, those in the buffers of the system included.
    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }
}

/// One connection.
pub(crate) struct Connection {
    stream: TcpStream,
    sent: Arc<AtomicUsize>,
    /// The right `Sec-WebSocket-Accept`.
    pub(crate) accept: String,
}

impl Connection {
    async fn read_head(&mut self) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = self.stream.read_u8().await else { return };
            head.push(byte);
        }
        let head = String::from_utf8(head).unwrap();
        let key = head.lines().find_map(|line| line.strip_prefix("sec-websocket-key: "));
        self.accept = derive_accept_key(key.unwrap_or_default().as_bytes());
    }

    /// Sends bytes; false when nobody takes them any more.
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        let bytes = bytes.as_ref();
        let is_taken = self.stream.write_all(bytes).await.is_ok();
        self.sent.fetch_add(bytes.len(), Ordering::SeqCst);
        is_taken
    }

    /// Sends the same bytes without end, many at once.
    pub(crate) async fn repeat(&mut self, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        let many = bytes.repeat(65_536_usize.div_ceil(bytes.len()));
        while self.send(&many).await {}
    }

    /// Sends bytes one by one, with a pause behind each.
    pub(crate) async fn drip(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().cycle() {
            if !self.send([*byte]).await {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Reads and throws away until the other side has closed, and answers nothing.
    pub(crate) async fn swallow(mut self) {
        let mut bytes = [0; 4096];
        while matches!(self.stream.read(&mut bytes).await, Ok(count) if count > 0) {}
    }

    /// Holds the connection and reads nothing.
    pub(crate) async fn hold(self) {
        std::future::pending::<()>().await;
    }

    /// Agrees to a WebSocket.
    pub(crate) async fn agree(&mut self) {
        let accept = self.accept.clone();
        self.agree_with(&format!("sec-websocket-accept: {accept}\r\n")).await;
    }

    /// Agrees to a WebSocket with these lines besides.
    pub(crate) async fn agree_with(&mut self, lines: &str) {
        let head = format!(
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n{lines}\r\n"
        );
        self.send(head).await;
    }
}

/// A frame of a server (RFC 6455, 5.2) with an opcode and a payload, whole.
pub(crate) fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x80 | opcode];
    match payload.len() {
        short @ 0..126 => bytes.push(u8::try_from(short).unwrap()),
        length => {
            bytes.push(127);
            bytes.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    bytes.extend_from_slice(payload);
    bytes
}

/// A message of text.
pub(crate) fn text(message: &str) -> Vec<u8> {
    frame(1, message.as_bytes())
}

//! A client's side of a WebSocket: frames of text and the close, and nothing else of RFC 6455.

use std::{
    io::{BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
};

/// First byte of a whole frame of text.
const TEXT: u8 = 0x81;

/// One connection.
pub(crate) struct WebSocket {
    stream: BufReader<TcpStream>,
}

impl WebSocket {
    /// Opens a connection.
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a socket of this machine");
        let mut socket = Self { stream: BufReader::with_capacity(4096, stream) };
        socket.write(
            b"GET /graphql HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: \
              Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: \
              dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n",
        );
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.extend(socket.bytes::<1>());
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
        socket
    }

    /// Sends a message, masked with zeros.
    pub(crate) fn send(&mut self, message: &str) {
        let mut frame = vec![0x81, 0x80 | 127];
        frame.extend((message.len() as u64).to_be_bytes());
        frame.extend([0; 4]);
        frame.extend(message.as_bytes());
        self.write(&frame);
    }

    /// Reads so many results of operations; pings of the server are passed over.
    pub(crate) fn results(&mut self, count: usize) -> usize {
        let mut left = count;
        let mut length = 0;
        while left > 0 {
            let text = self.text();
            if text.contains(r#""type":"next""#) {
                left -= 1;
                length = text.len();
            } else {
                assert!(text.contains(r#""type":"ping""#), "{text}");
            }
        }
        length
    }

    /// The text of the next frame.
    pub(crate) fn text(&mut self) -> String {
        let (kind, text) = self.frame();
        assert_eq!(kind, TEXT, "a frame of text");
        String::from_utf8(text).expect("text")
    }

    /// The next frame: its first byte, and its body.
    fn frame(&mut self) -> (u8, Vec<u8>) {
        let [kind, short] = self.bytes();
        let length = match short {
            127 => usize::try_from(u64::from_be_bytes(self.bytes())).expect("it fits in memory"),
            126 => usize::from(u16::from_be_bytes(self.bytes())),
            short => usize::from(short),
        };
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("the server sends");
        (kind, body)
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.stream.read_exact(&mut bytes).expect("the server sends");
        bytes
    }

    fn write(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).expect("the server reads");
    }
}

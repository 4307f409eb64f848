//! WebSockets without a library: what goes over the wire, byte for byte.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::Listening;

impl Listening {
    /// The head of a handshake that offers a subprotocol; the key is that of RFC 6455, 1.3.
    pub(super) fn sandbox_handshake(&self, protocol: &str) -> String {
        let protocol = match protocol {
            "" => String::new(),
            name => format!("sec-websocket-protocol: {name}\r\n"),
        };
        format!(
            "GET /graphql HTTP/1.1\r\nhost: localhost\r\nsandbox-world: test\r\nupgrade: \
             websocket\r\nconnection: keep-alive, Upgrade\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{protocol}\r\n"
        )
    }
}

/// The frame that answers one that closes. A server that does not get it waits for it a while.
pub(super) const FAREWELL: [u8; 6] = [0x88, 0x80, 0, 0, 0, 0];

/// Writes bytes on a connection of their own, and reads everything that comes back.
pub(super) async fn exchange(server: &Listening, bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(bytes.as_ref()).await.unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut answer));
    read.await.expect("within 20 s").unwrap();
    answer
}

/// Head and rest of an answer.
pub(super) fn split(answer: &[u8]) -> (String, &[u8]) {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    (String::from_utf8_lossy(&answer[..end]).into_owned(), &answer[end + 4..])
}

/// The code of a frame that closes.
pub(super) fn close_code(frame: &[u8]) -> u16 {
    assert_eq!(frame[0], 0x88, "{frame:?}");
    u16::from_be_bytes([frame[2], frame[3]])
}

/// A frame of text from a client, masked with zeros.
fn text(message: &str) -> Vec<u8> {
    let mut frame = vec![0x81];
    match message.len() {
        short @ 0..126 => frame.push(0x80 | u8::try_from(short).unwrap()),
        long => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(long).unwrap().to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(message.as_bytes());
    frame
}

/// The texts of the frames of a server, up to the one that closes.
fn texts(mut frames: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    while frames[0] == 0x81 {
        let (start, length) = match frames[1] {
            126 => (4, usize::from(u16::from_be_bytes([frames[2], frames[3]]))),
            short => (2, usize::from(short)),
        };
        found.push(String::from_utf8_lossy(&frames[start..start + length]).into_owned());
        frames = &frames[start + length..];
    }
    found.push(format!("close {}", close_code(frames)));
    found
}

#[tokio::test]
async fn header_names_of_the_handshake_are_spelled_as_the_client_spells_them() {
    let server = Listening::new().await;
    let offer = server
        .sandbox_handshake("graphql-transport-ws")
        .replace("sec-websocket-protocol", "Sec-WebSocket-Protocol");
    let answer =
        exchange(&server, [offer.into_bytes(), text("x"), FAREWELL.to_vec()].concat()).await;
    let (head, _) = split(&answer);
    assert!(head.contains("\r\nSec-WebSocket-Protocol: graphql-transport-ws"), "{head}");
    assert!(head.contains("\r\nsec-websocket-accept: "), "{head}");
}

#[tokio::test]
async fn the_handshake_is_that_of_the_standard() {
    let server = Listening::new().await;
    let handshake = server.sandbox_handshake("graphql-transport-ws").into_bytes();
    let request = [handshake, text("x"), FAREWELL.to_vec()];
    let answer = exchange(&server, request.concat()).await;
    let (head, frames) = split(&answer);
    let head = head.to_lowercase();
    assert!(head.starts_with("http/1.1 101 switching protocols"), "{head}");
    for line in [
        "upgrade: websocket",
        "connection: upgrade",
        "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=",
        "sec-websocket-protocol: graphql-transport-ws",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    assert!(!head.contains("content-type") && !head.contains("content-length"), "{head}");
    assert_eq!(texts(frames), ["close 4400"]);
}

#[tokio::test]
async fn a_conversation_in_one_write_is_answered_in_order() {
    let server = Listening::new().await;
    let token = server.sandbox.mint("jane", "valid").await;
    let bytes = [
        server.sandbox_handshake("graphql-transport-ws").into_bytes(),
        text(r#"{"type":"ping"}"#),
        text(&format!(
            r#"{{"type":"connection_init","payload":{{"Authorization":"Bearer {token}"}}}}"#
        )),
        text(
            r#"{"id":"1","type":"subscribe","payload":{"query":"subscription { AgioCard_card_application { application_status } }"}}"#,
        ),
        text(r#"{"id":"2","type":"subscribe","payload":{"query":"{ __typename }"}}"#),
        text("{}"),
        FAREWELL.to_vec(),
    ];
    let answer = exchange(&server, bytes.concat()).await;
    let wanted = [
        r#"{"type":"pong"}"#,
        r#"{"type":"connection_ack"}"#,
        r#"{"id":"1","type":"next","payload":{"data":{"AgioCard_card_application":[{"application_status":"approved"}]}}}"#,
        r#"{"id":"2","type":"next","payload":{"data":{"__typename":"Query"}}}"#,
        r#"{"id":"2","type":"complete"}"#,
        "close 4400",
    ];
    assert_eq!(texts(split(&answer).1), wanted);
}

#[tokio::test]
async fn what_is_no_handshake_is_told_to_upgrade() {
    let server = Listening::new().await;
    let whole = server.sandbox_handshake("graphql-transport-ws");
    for (from, to) in [
        ("upgrade: websocket\r\n", "upgrade: h2c\r\n"),
        ("keep-alive, Upgrade", "keep-alive"),
        ("sec-websocket-version: 13", "sec-websocket-version: 8"),
        ("sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""),
    ] {
        let head = whole.replace(from, to).replace("host:", "connection: close\r\nhost:");
        let answer = exchange(&server, &head).await;
        assert!(answer.starts_with(b"HTTP/1.1 426"), "{head}");
    }
    let method = "WS /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert!(exchange(&server, method).await.starts_with(b"HTTP/1.1 405"));
}

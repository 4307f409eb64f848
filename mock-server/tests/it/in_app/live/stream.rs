//! The event stream.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::Listening;

/// A client of the stream, which reads lines.
pub(super) struct Stream {
    stream: TcpStream,
    read: String,
}

impl Stream {
    pub(super) async fn open(server: &Listening, token: &str, more: &str) -> Self {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "GET /graphql/events HTTP/1.1\r\nhost: localhost\r\nsandbox-world: test\r\n\
             authorization: Bearer {token}\r\n{more}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut stream = Self { stream, read: String::new() };
        stream.until("retry: 2000").await;
        stream
    }

    /// Reads until a text has come, and answers everything before it.
    async fn until(&mut self, wanted: &str) -> String {
        loop {
            if let Some((before, after)) = self.read.split_once(wanted) {
                let before = before.to_owned();
                self.read = after.to_owned();
                return before;
            }
            let mut chunk = [0; 4096];
            let read = tokio::time::timeout(Duration::from_secs(20), self.stream.read(&mut chunk));
            let count = read.await.expect("within 20 s").unwrap();
            assert!(count > 0, "{wanted:?} did not come: {:?}", self.read);
            self.read.push_str(&String::from_utf8_lossy(&chunk[..count]));
        }
    }

    /// True when no event comes for a while.
    pub(super) async fn is_silent(&mut self) -> bool {
        let next = tokio::time::timeout(Duration::from_millis(100), self.until("id: "));
        next.await.is_err()
    }

    /// The status, once the version before it was read.
    async fn status(&mut self) -> String {
        self.until(" ").await
    }

    /// The next event: its number, its type and its payload.
    pub(super) async fn event(&mut self) -> (u64, String, Value) {
        self.until("id: ").await;
        let id = self.until("\nevent: ").await.parse().unwrap();
        let kind = self.until("\ndata: ").await;
        (id, kind, serde_json::from_str(&self.until("\n\n").await).unwrap())
    }
}

async fn freeze_and_back(server: &Listening, label: &str, times: usize) {
    let user = server.sandbox.user(label).await;
    let card = user.cards().await[0];
    for name in ["freeze", "unfreeze"].iter().cycle().take(times) {
        let document = format!("mutation {{ {name}RainCard(cardId: {card}) {{ success }} }}");
        assert_eq!(user.field(&document).await["success"], true);
    }
}

#[tokio::test]
async fn a_stream_begins_with_the_next_event_and_has_own_events_only() {
    let server = Listening::new().await;
    let (jane, cora) =
        (server.sandbox.mint("jane", "valid").await, server.sandbox.mint("cora", "valid").await);
    freeze_and_back(&server, "jane", 2).await;
    let mut hers = Stream::open(&server, &jane, "").await;
    let mut coras = Stream::open(&server, &cora, "").await;
    freeze_and_back(&server, "jane", 1).await;
    freeze_and_back(&server, "cora", 1).await;
    let (seq, kind, payload) = hers.event().await;
    assert_eq!((kind.as_str(), &payload["seq"]), ("CARD_STATUS_CHANGED", &json!(seq)));
    assert_eq!(
        (&payload["data"]["from"], &payload["data"]["to"]),
        (&json!("active"), &json!("locked"))
    );
    let (_, _, other) = coras.event().await;
    assert_ne!(payload["userId"], other["userId"]);
    assert_eq!(payload["createdAt"], "2030-01-01T00:00:00.000Z");
}

#[tokio::test]
async fn a_stream_goes_on_after_the_event_that_the_client_has_seen() {
    let server = Listening::new().await;
    let jane = server.sandbox.mint("jane", "valid").await;
    freeze_and_back(&server, "jane", 4).await;
    let mut all = Stream::open(&server, &jane, "last-event-id: 0\r\n").await;
    let mut seen = Vec::new();
    while seen.last() != Some(&4) {
        seen.push(all.event().await.0);
    }
    assert_eq!(seen, [1, 2, 3, 4], "without gaps");
    let mut rest = Stream::open(&server, &jane, "last-event-id: 2\r\n").await;
    assert_eq!((rest.event().await.0, rest.event().await.0), (3, 4));
    freeze_and_back(&server, "jane", 1).await;
    assert_eq!((rest.event().await.0, all.event().await.0), (5, 5));
}

#[tokio::test]
async fn a_stream_takes_a_token_and_ends_with_it() {
    let mut server = Listening::new().await;
    let head = "GET /graphql/events HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    assert!(super::raw::exchange(&server, head).await.starts_with(b"HTTP/1.1 401"));
    let post = head.replace("GET", "POST");
    let answer = super::raw::exchange(&server, &post).await;
    assert!(answer.starts_with(b"HTTP/1.1 405"));
    let head = super::raw::split(&answer).0.to_lowercase();
    assert!(head.contains("allow: get\r\n") || head.ends_with("allow: get"), "{head}");
    let jane = server.sandbox.mint("jane", "valid").await;
    let mut stream = Stream::open(&server, &jane, "connection: close\r\n").await;
    server.sandbox.advance(3600).await;
    let mut rest = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(20), stream.stream.read_to_end(&mut rest));
    end.await.expect("it ends").unwrap();
}

/// Heartbeats are no changes of the world: they do not put off the end of the token.
#[tokio::test]
async fn a_stream_in_which_nothing_happens_ends_with_its_token() {
    let clock = json!({"mode": "running", "at": "2030-01-01T00:00:00Z"});
    let rules = json!({"ag.events.heartbeat_ms": 300});
    let server = Listening::with(&[], json!({"clock": clock, "rules": rules})).await;
    let minted = server.op("mint-jwt", json!({"user": "jane", "ttl": "2s"})).await;
    let token = minted["token"].as_str().unwrap();
    let mut stream = Stream::open(&server, token, "connection: close\r\n").await;
    let mut rest = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(20), stream.stream.read_to_end(&mut rest));
    end.await.expect("it ends").unwrap();
}

#[tokio::test]
async fn a_stream_says_that_it_is_alive_and_says_goodbye() {
    let rules = json!({"rules": {"ag.events.heartbeat_ms": 40}});
    let mut server = Listening::with(&[], rules).await;
    let jane = server.sandbox.mint("jane", "valid").await;
    let mut stream = Stream::open(&server, &jane, "").await;
    for _ in 0..3 {
        // A comment of server-sent events, which is no event.
        let before = stream.until(":").await;
        assert!(!before.contains("event") && !before.contains("data"), "{before}");
    }
    freeze_and_back(&server, "jane", 1).await;
    assert_eq!(stream.event().await.1, "CARD_STATUS_CHANGED");
    server.tell_to_end();
    stream.until("event: bye\n").await;
    let mut rest = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(20), stream.stream.read_to_end(&mut rest));
    end.await.expect("it ends").unwrap();
}

#[tokio::test]
async fn a_world_has_at_most_16_streams() {
    let server = Listening::new().await;
    let jane = server.sandbox.mint("jane", "valid").await;
    let mut streams = Vec::new();
    for _ in 0..16 {
        streams.push(Stream::open(&server, &jane, "").await);
    }
    let head = format!(
        "GET /graphql/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {jane}\r\n\
         connection: close\r\n\r\n"
    );
    let refused = super::raw::exchange(&server, &head).await;
    let (head, body) = super::raw::split(&refused);
    assert!(head.starts_with("HTTP/1.1 429") && head.contains("retry-after"), "{head}");
    assert!(String::from_utf8_lossy(body).contains("RATE_LIMITED"));
    // Those that are open go on, and a place is free as soon as one has gone.
    freeze_and_back(&server, "jane", 1).await;
    for stream in &mut streams {
        assert_eq!(stream.event().await.1, "CARD_STATUS_CHANGED");
    }
    drop(streams.pop());
    let again = async {
        loop {
            let stream = TcpStream::connect(server.address).await.unwrap();
            let mut stream = Stream { stream, read: String::new() };
            let head = format!(
                "GET /graphql/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \
                 {jane}\r\n\r\n"
            );
            stream.stream.write_all(head.as_bytes()).await.unwrap();
            if stream.until("HTTP/1.1 ").await.is_empty() && stream.status().await == "200" {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), again).await.expect("a place is free");
}

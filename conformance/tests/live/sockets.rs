//! A WebSocket: handshakes, frames and messages of servers that are not well.

use std::{pin::Pin, time::Duration};

use conformance::{StepResult, drivers::in_app::User};
use futures::future::join_all;
use serde_json::Value;

use super::{
    bounded,
    server::{Connection, Server, frame, text},
};

const ACK: &str = r#"{"type":"connection_ack"}"#;

const NEXT: &str = r#"{"id":"1","type":"next","payload":{"data":{"a":[]}}}"#;

/// Follows something until there are three results, with less patience than the driver's own.
async fn follows(user: User) -> StepResult<bool> {
    let mut subscription = user.subscribe("subscription { a { id } }", &Value::Null).await?;
    subscription.wait(Duration::from_secs(2), |results| results.len() >= 3).await
}

type Served = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The name of a behaviour, the behaviour, and the verdict.
type Way = (&'static str, &'static str, fn(Connection) -> Served);

/// A way: name, verdict, and what is done with the connection.
macro_rules! way {
    ($name:literal, $wanted:literal, $connection:pat_param, $does:block) => {
        ($name, $wanted, |$connection: Connection| Box::pin(async move { $does }) as Served)
    };
}

async fn all(ways: Vec<Way>) {
    let each = ways.into_iter().map(async |(name, wanted, serve)| {
        let told = bounded(name, Server::doing(serve).await, follows).await;
        (!told.is(wanted)).then(|| format!("{name}: {told:?}, and not {wanted}"))
    });
    let wrong: Vec<_> = join_all(each).await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Sends messages behind an acknowledgement, and then reads on.
async fn say(mut connection: Connection, frames: &[Vec<u8>]) {
    connection.agree().await;
    connection.send(text(ACK)).await;
    for frame in frames {
        connection.send(frame).await;
    }
    connection.swallow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_well_is_served() {
    all(vec![
        way!("well", "served", mut connection, {
            connection.agree().await;
            connection.send([text(ACK), text(NEXT), text(NEXT), text(NEXT)].concat()).await;
            connection.swallow().await;
        }),
        way!("in two frames", "served", mut connection, {
            connection.agree().await;
            let (start, end) = NEXT.split_at(20);
            let start = [&[1, 20][..], start.as_bytes()].concat();
            let whole = [start, frame(9, b"still there"), frame(0, end.as_bytes())].concat();
            connection.send([text(ACK), whole.repeat(3)].concat()).await;
            connection.swallow().await;
        }),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handshakes_that_are_none() {
    all(vec![
        way!("silent", "unreachable: timed out", connection, { connection.hold().await }),
        way!("cut", "unreachable", connection, { drop(connection) }),
        way!("dripping", "unreachable: timed out", mut connection, {
            connection.drip(b"HTTP/1.1 101 Switching Protocols, and very slowly so").await;
        }),
        way!("endless head", "unreachable", mut connection, {
            connection.send("HTTP/1.1 101 Switching Protocols\r\n").await;
            connection.repeat("x-more: and more, and more, and more\r\n").await;
        }),
        way!("no HTTP", "unreachable", mut connection, {
            connection.repeat("SSH-2.0-x\r\n").await;
        }),
        way!("another status", "misbehaves: HTTP 200", mut connection, {
            connection.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
            connection.swallow().await;
        }),
        way!("another endless answer", "misbehaves: 8 MiB", mut connection, {
            connection.send("HTTP/1.1 200 OK\r\n\r\n").await;
            connection.repeat([b' '; 65_536]).await;
        }),
        way!("no proof", "misbehaves: None", mut connection, {
            connection.agree_with("").await;
            connection.swallow().await;
        }),
        way!("another proof", "misbehaves: AAAA", mut connection, {
            connection.agree_with("sec-websocket-accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n").await;
            connection.swallow().await;
        }),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_are_half_there() {
    all(vec![
        way!("silent", "misbehaves: Silence", mut connection, {
            connection.agree().await;
            connection.swallow().await;
        }),
        way!("reads nothing", "misbehaves: Silence", mut connection, {
            connection.agree().await;
            connection.hold().await;
        }),
        way!("cut behind the handshake", "misbehaves: Closed(None)", mut connection, {
            connection.agree().await;
        }),
        way!("cut inside a frame", "misbehaves: closed with None", mut connection, {
            connection.agree().await;
            connection.send([text(ACK), text(NEXT)[..9].to_vec()].concat()).await;
        }),
        way!("dripping frame", "misbehaves: Silence", mut connection, {
            connection.agree().await;
            connection.send([1, 126, 255, 255]).await;
            connection.drip(b" ").await;
        }),
        // What did not come in time is not there; whoever wanted it says so.
        way!("silent behind the acknowledgement", "served", mut connection, {
            connection.agree().await;
            connection.send(text(ACK)).await;
            connection.hold().await;
        }),
        way!("pings and reads nothing", "misbehaves: one more", mut connection, {
            connection.agree().await;
            connection.send(text(ACK)).await;
            connection.repeat(text(r#"{"type":"ping"}"#)).await;
        }),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn babblers() {
    all(vec![
        way!("pings of the protocol", "misbehaves: one more", mut connection, {
            connection.agree().await;
            connection.repeat(frame(9, b"x")).await;
        }),
        way!("pongs", "misbehaves: one more", mut connection, {
            connection.agree().await;
            connection.repeat(text(r#"{"type":"pong"}"#)).await;
        }),
        way!("results before the acknowledgement", "misbehaves", mut connection, {
            connection.agree().await;
            connection.repeat(text(NEXT)).await;
        }),
        way!("large messages", "misbehaves", mut connection, {
            connection.agree().await;
            connection.send(text(ACK)).await;
            let long = "x".repeat(900_000);
            connection.repeat(text(&format!(r#"{{"type":"pong","x":"{long}"}}"#))).await;
        }),
        way!("a message without end", "misbehaves: Message too long", mut connection, {
            connection.agree().await;
            connection.send([1, 1, b'{']).await;
            connection.repeat([&[0, 126, 4, 0][..], &[b' '; 1024]].concat()).await;
        }),
        way!("a frame of 2^62 bytes", "misbehaves", mut connection, {
            connection.agree().await;
            connection.send([0x81, 127, 0x40, 0, 0, 0, 0, 0, 0, 0]).await;
            connection.repeat([b' '; 65_536]).await;
        }),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn liars() {
    all(vec![
        way!("bytes", "misbehaves: one of bytes", connection, {
            say(connection, &[frame(2, b"{}")]).await;
        }),
        way!("no JSON", "misbehaves: hello", connection, {
            say(connection, &[text("hello")]).await;
        }),
        way!("no object", "misbehaves: [1]", connection, { say(connection, &[text("[1]")]).await }),
        way!("deep", "misbehaves: [[[", connection, {
            say(connection, &[text(&"[".repeat(100_000))]).await;
        }),
        way!("no type", "misbehaves: {}", connection, { say(connection, &[text("{}")]).await }),
        way!("no UTF-8", "misbehaves: closed with None", connection, {
            say(connection, &[frame(1, &[0xff, 0xfe])]).await;
        }),
        way!("masked", "misbehaves: closed with None", connection, {
            say(connection, &[vec![0x81, 0x82, 1, 2, 3, 4, 5, 6]]).await;
        }),
        way!("an opcode that is none", "misbehaves: closed with None", connection, {
            say(connection, &[frame(5, b"x")]).await;
        }),
        way!("a close of one byte", "misbehaves: closed with None", connection, {
            say(connection, &[frame(8, &[7])]).await;
        }),
        way!("a close without a code", "misbehaves: closed with None", connection, {
            say(connection, &[frame(8, &[])]).await;
        }),
        way!("a close in words", "misbehaves: closed with Some(4403)", connection, {
            say(connection, &[frame(8, b"\x11\x33Forbidden")]).await;
        }),
        way!("acknowledged twice", "misbehaves: connection_ack", connection, {
            say(connection, &[text(ACK)]).await;
        }),
        way!("another id", "misbehaves: \"2\"", connection, {
            say(connection, &[text(&NEXT.replace("\"1\"", "\"2\""))]).await;
        }),
        way!("no id", "misbehaves: next", connection, {
            say(connection, &[text(r#"{"type":"next","payload":{"data":{}}}"#)]).await;
        }),
        way!("no data", "misbehaves: null", connection, {
            say(connection, &[text(r#"{"id":"1","type":"next","payload":{"data":null}}"#)]).await;
        }),
        way!("no payload", "misbehaves: next", connection, {
            say(connection, &[text(r#"{"id":"1","type":"next"}"#)]).await;
        }),
        way!("data and errors", "misbehaves: errors", connection, {
            let both = r#"{"id":"1","type":"next","payload":{"data":{},"errors":[]}}"#;
            say(connection, &[text(both)]).await;
        }),
        way!("an end", "misbehaves: complete", connection, {
            say(connection, &[text(r#"{"id":"1","type":"complete"}"#)]).await;
        }),
    ])
    .await;
}

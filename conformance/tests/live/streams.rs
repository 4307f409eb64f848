//! Event streams of servers that are not well.

use std::time::Duration;

use conformance::{StepResult, drivers::in_app::User};
use futures::future::join_all;

use super::{bounded, server::Server};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";

/// Reads until there are three events, with little patience.
async fn reads(user: User) -> StepResult<bool> {
    let mut stream = user.event_stream(None).await?;
    let is_there = stream.wait(Duration::from_secs(2), |events| events.len() >= 3).await?;
    assert!(!is_there || stream.events[2].name == "A");
    Ok(is_there)
}

/// The ways of a server: name, verdict, what it sends once, and what it repeats without end.
const WAYS: [(&str, &str, &[&str], &str); 11] = [
    ("well", "served", &[HEAD, "retry: 1\n\n", "event: A\ndata: {}\n\n"], "event: A\ndata: {}\n\n"),
    ("silent", "served", &[HEAD], ""),
    (
        "another status",
        "misbehaves: HTTP 401",
        &["HTTP/1.1 401 X\r\ncontent-length: 0\r\n\r\n"],
        "",
    ),
    (
        "another type",
        "misbehaves: text/html",
        &["HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n"],
        " ",
    ),
    ("no HTTP", "unreachable", &["SSH-2.0-x\r\n"], ""),
    ("no end of the head", "unreachable", &["HTTP/1.1 200 OK\r\n"], "x-more: and more\r\n"),
    ("silent from the start", "unreachable: nothing in", &[], ""),
    ("no end of a line", "misbehaves: more", &[HEAD, "data: "], "x"),
    ("no end of an event", "misbehaves: more", &[HEAD], "data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"),
    ("comments only", "misbehaves: more", &[HEAD], ": still there, and nothing happens\n\n"),
    ("no events", "misbehaves: more", &[HEAD], "event: A\nid: 1\n\n"),
];

#[tokio::test(flavor = "multi_thread")]
async fn streams_that_say_nothing() {
    let each = WAYS.iter().map(async |(name, wanted, once, repeated)| {
        let server = Server::doing(move |mut connection| async move {
            for part in *once {
                connection.send(part).await;
            }
            match *repeated {
                "" => connection.hold().await,
                part => connection.repeat(part).await,
            }
        });
        let told = bounded(name, server.await, reads).await;
        (!told.is(wanted)).then(|| format!("{name}: {told:?}, and not {wanted}"))
    });
    let wrong: Vec<_> = join_all(each).await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_ends_is_no_silence() {
    let ends = Server::doing(|mut connection| async move {
        connection.send(HEAD).await;
        connection.send("event: A\ndata: {}\n\n").await;
    });
    let told = bounded("ends", ends.await, reads).await;
    assert!(told.is("misbehaves: it ended"), "{told:?}");
}

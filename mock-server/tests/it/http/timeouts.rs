//! Time-outs: clients that do not finish their request.

use std::time::Duration;

use futures::future::join_all;
use tokio::io::AsyncReadExt;

use super::{Served, get, get_once, status};

const SOON: Duration = Duration::from_secs(3);

#[tokio::test]
async fn a_head_that_does_not_end_is_told_so() {
    let served = Served::with(&["--head-timeout", "300ms"]).await;
    let halves = ["GET", "GET /_sandbox/health HTTP/1.1\r\nhost: loc", "POST /x HTTP/1.1\r\n"];
    join_all(halves.map(async |half| {
        let answer = served.send(half).await;
        assert_eq!(status(&answer), 408, "{half}: {answer}");
    }))
    .await;
    // A head that drips is timed from its first byte.
    let mut client = served.connect().await;
    let drip = async {
        for byte in get("/health").bytes().take(20) {
            client.write([byte]).await;
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    };
    assert!(tokio::time::timeout(SOON, drip).await.is_ok());
    assert_eq!(status(&client.answer().await), 408);
    // The second head of a connection too.
    let mut client = served.connect().await;
    client.write(get("/health")).await;
    assert_eq!(status(&client.answer().await), 200);
    tokio::time::sleep(Duration::from_millis(500)).await;
    client.write("GET /_san").await;
    assert_eq!(status(&client.rest().await), 408);
}

#[tokio::test]
async fn a_connection_without_requests_ends_in_silence() {
    let served = Served::with(&["--idle-timeout", "300ms"]).await;
    let mut fresh = served.connect().await;
    assert!(fresh.is_closed_within(SOON).await);
    let mut used = served.connect().await;
    used.write(get("/health")).await;
    assert_eq!(status(&used.answer().await), 200);
    assert!(used.is_closed_within(SOON).await);
    // A stream is not idle, however little it tells.
    let mut stream = served.connect().await;
    stream.write(get("/worlds/default/stream")).await;
    assert!(!stream.is_closed_within(Duration::from_millis(800)).await);
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up() {
    let served = Served::with(&["--write-timeout", "300ms"]).await;
    let mut is_given_up = false;
    // A busy machine may take longer to make as many answers as the system holds for us.
    for pause in [1, 4, 8] {
        let mut client = served.connect().await;
        // Many answers, none of which is read, until the system holds no more.
        client.write(get("/openapi/ER").repeat(400)).await;
        tokio::time::sleep(Duration::from_secs(pause)).await;
        let mut got = Vec::new();
        let read = client.stream.read_to_end(&mut got);
        is_given_up = tokio::time::timeout(SOON, read).await.is_ok();
        if is_given_up {
            break;
        }
    }
    assert!(is_given_up, "the connection is still open");
    assert_eq!(status(&served.send(get_once("/health")).await), 200);
}

#[tokio::test]
async fn a_client_that_reads_slowly_gets_all_of_it() {
    let served = Served::with(&["--write-timeout", "1s"]).await;
    let mut client = served.connect().await;
    let times = 200;
    client.write(get("/openapi/ER").repeat(times - 1)).await;
    client.write(get_once("/openapi/ER")).await;
    let mut heads = 0;
    let mut chunk = vec![0; 256 * 1024];
    let mut tail = String::new();
    loop {
        let count = super::within(client.stream.read(&mut chunk)).await.unwrap();
        if count == 0 {
            break;
        }
        tail.push_str(&String::from_utf8_lossy(&chunk[..count]));
        heads += tail.matches("HTTP/1.1 200 OK").count();
        tail = tail.split_off(tail.floor_char_boundary(tail.len().saturating_sub(14)));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(heads, times);
}

#[tokio::test]
async fn a_reader_who_is_gone_leaves_room_for_the_next() {
    let served = Served::with(&[]).await;
    for _ in 0..40 {
        let mut stream = served.connect().await;
        stream.write(get("/worlds/default/stream")).await;
        let answer = stream.answer().await;
        if status(&answer) == 429 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        drop(stream);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut stream = served.connect().await;
    stream.write(get("/worlds/default/stream")).await;
    assert_eq!(status(&stream.answer().await), 200);
}

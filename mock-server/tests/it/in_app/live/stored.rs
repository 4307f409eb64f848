//! Pushes are stored before they leave: live queries and the event stream on a disk that holds up,
//! and on one that fails.

use std::time::Duration;

use clap::Parser;
use mock_server::config::Config;
use serde_json::{Value, json};

use super::{Listening, Socket, stream::Stream};
use crate::journal_file::{disk::Disk, faults};

const SPENT: &str = "subscription { AgioCard_card_transaction { amount } }";

/// A server whose journals are on a disk, and a user who listens to it both ways.
struct Watched {
    server: Listening,
    /// The card that the user spends with.
    card: Value,
    /// Live queries.
    jane: Socket,
    /// Rows of the live query so far.
    before: usize,
    /// The event stream.
    stream: Stream,
}

impl Watched {
    async fn on(disk: &Disk) -> Self {
        let sandbox = faults::sandbox(disk).await;
        let config = Config::parse_from(["mock-server", "--listen", "127.0.0.1:0"]);
        let server = Listening::over(sandbox, config).await;
        let (card, token) = (server.card("jane").await, server.sandbox.mint("jane", "valid").await);
        server.op("deposit", json!({"card": card, "amount": "50.00"})).await;
        let mut jane = server.user("jane").await;
        let before = jane.watch("1", SPENT).await.as_array().unwrap().len();
        let stream = Stream::open(&server, &token, "").await;
        Self { server, card, jane, before, stream }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_pushed_before_it_is_stored() {
    let disk = Disk::new(3);
    let Watched { server, card, mut jane, before, mut stream } = Watched::on(&disk).await;
    let world = server.sandbox.worlds.get("test").unwrap();
    let records = world.records();
    let held = disk.hold();
    let another = server.sandbox.another("test");
    let spends = json!({"card": card, "amount": "1.00"});
    let locks = json!({"card": card, "status": "locked"});
    let ops = tokio::spawn(async move {
        let ops =
            tokio::join!(another.op("authorize", &spends), another.op("set-card-status", &locks));
        (ops.0.status, ops.1.status)
    });
    while world.records() < records + 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(jane.is_silent().await, "a row was shown that is not stored");
    assert!(stream.is_silent().await, "an event was told that is not stored");
    drop(held);
    assert_eq!(jane.result("1").await.as_array().unwrap().len(), before + 1);
    assert_eq!(stream.event().await.2["data"]["to"], "locked");
    let (spent, locked) = ops.await.unwrap();
    assert_eq!((spent.as_u16(), locked.as_u16()), (200, 200));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_lost_is_never_pushed() {
    let disk = Disk::new(4);
    let Watched { server, card, mut jane, before, mut stream } = Watched::on(&disk).await;
    for (op, input) in [
        ("authorize", json!({"card": card, "amount": "1.00"})),
        ("set-card-status", json!({"card": card, "status": "canceled"})),
    ] {
        disk.state().is_full = true;
        let refused = server.sandbox.op(op, &input).await;
        assert_eq!(refused.status, 503, "{op}: {}", refused.text());
        disk.state().is_full = false;
        tokio::time::sleep(faults::RETRY * 20).await;
        assert!(jane.is_silent().await, "{op}: a row was shown that was lost");
        assert!(stream.is_silent().await, "{op}: an event was told that was lost");
    }
    server.op("authorize", json!({"card": card, "amount": "2.00"})).await;
    let rows = jane.result("1").await;
    assert_eq!(rows.as_array().unwrap().len(), before + 1, "{rows}");
    assert!(rows.as_array().unwrap().contains(&json!({"amount": 2})), "{rows}");
    server.op("set-card-status", json!({"card": card, "status": "locked"})).await;
    assert_eq!(stream.event().await.2["data"]["to"], "locked");
}

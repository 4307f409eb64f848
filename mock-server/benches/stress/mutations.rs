//! Documents of many mutations, in a world with a long history: each mutation costs the same,
//! however many stand in its document and however many came before.

use std::time::Duration;

use axum::{Router, http::StatusCode};
use serde_json::json;

use crate::{
    is_brief, now,
    router::{Partner, START, bytes, router},
};

/// Number of documents of 100 mutations that make the history.
fn documents() -> u64 {
    if is_brief() { 30 } else { 1_500 }
}

/// Documents of each kind that are measured; the fastest counts, because only it was not held up.
const MEASURED: u64 = 10;

/// Most that a mutation may cost late or in a long document, as a multiple of early in a short one.
const MOST: f64 = 3.0;

/// Sends all documents and compares what a mutation costs.
pub(crate) fn run() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let router = router();
        let mut client = Client { partner: Partner::of_new_world(&router, "many").await, sent: 0 };
        let early = client.fastest(&router, 100).await;
        let company = client.fastest(&router, 1_000).await;
        for _ in 0..documents() {
            client.send(&router, 100).await;
        }
        let late = client.fastest(&router, 100).await;
        println!(
            "  a mutation among 100: {early:?}, among 1,000: {company:?}, after {} others: {late:?}",
            documents() * 100
        );
        for (what, cost) in [("a long document", company), ("a long history", late)] {
            let ratio = cost.as_secs_f64() / early.as_secs_f64();
            assert!(ratio <= MOST, "{what} makes a mutation {ratio:.1} times as dear");
        }
    });
}

/// A partner who freezes and unfreezes one card.
struct Client {
    partner: Partner,
    sent: u64,
}

impl Client {
    /// Sends a document; returns the time from the request to its answer.
    async fn send(&mut self, router: &Router, mutations: u32) -> Duration {
        let fields: String = (0..mutations)
            .map(|n| {
                let verb = if n % 2 == 0 { "freezeCard" } else { "unfreezeCard" };
                format!("m{n}: {verb}(cardId: 1) {{ success }} ")
            })
            .collect();
        let body = json!({"query": format!("mutation {{ {fields}}}")}).to_string();
        self.sent += 1;
        let request = self.partner.signed(START + self.sent, &body);
        let begin = now();
        let (status, answer) = bytes(router, request).await;
        let took = begin.elapsed();
        let told = String::from_utf8_lossy(&answer);
        assert_eq!(status, StatusCode::OK, "{told}");
        assert!(!told.contains("false"), "a mutation was refused: {told}");
        took
    }

    /// Time of one mutation in the fastest of some documents.
    async fn fastest(&mut self, router: &Router, mutations: u32) -> Duration {
        let mut fastest = Duration::MAX;
        for _ in 0..MEASURED {
            fastest = fastest.min(self.send(router, mutations).await);
        }
        fastest / mutations
    }
}

//! Subscriptions by the ids of somebody else: answered like ids that nobody has (AG 3, 8.3).

use serde_json::{Value, json};

use super::Listening;
use crate::in_app::foreign_ids::{SUBSCRIPTIONS, of_nobody, things_of_jane};

/// Live queries of a stranger by somebody else's ids: the first result is the one of ids that nobody
/// has, and what happens to these things is not told.
#[tokio::test]
async fn live_queries_by_ids_of_others_show_and_tell_nothing() {
    let server = Listening::new().await;
    let things = things_of_jane(&server.sandbox).await;
    for stranger in ["jon", "cora"] {
        let mut stranger = server.user(stranger).await;
        for (at, (kind, document)) in SUBSCRIPTIONS.into_iter().enumerate() {
            let id = at.to_string();
            let document_of = |thing: &Value| document.replace("ID", &thing.to_string());
            let foreign = stranger.watch(&id, &document_of(&things[kind])).await;
            for (number, unknown) in of_nobody(kind).iter().enumerate() {
                let id = format!("{id}-{number}");
                assert_eq!(stranger.watch(&id, &document_of(unknown)).await, foreign, "{document}");
            }
            assert_eq!(foreign, json!([]), "{document}");
        }
        server.op("deposit", json!({"card": "jane/1", "amount": "5.00"})).await;
        let spent = json!({"card": "jane/1", "amount": "1.00"});
        let spent = server.op("authorize", spent).await["transaction"].clone();
        server.op("clear", json!({ "transaction": spent })).await;
        assert!(stranger.is_silent().await);
    }
    // The documents are right: their owner is shown rows, and told of changes.
    let mut jane = server.user("jane").await;
    for (at, (kind, document)) in SUBSCRIPTIONS.into_iter().enumerate() {
        let document = document.replace("ID", &things[kind].to_string());
        assert_ne!(jane.watch(&at.to_string(), &document).await, json!([]), "{document}");
    }
    server.op("deposit", json!({"card": "jane/1", "amount": "5.00"})).await;
    assert!(!jane.is_silent().await);
}

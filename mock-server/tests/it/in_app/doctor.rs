//! Names that the schema does not have, as the log explains them.

use serde_json::{Value, json};

use super::user::post;
use crate::support::Sandbox;

async fn diagnosis(sandbox: &Sandbox) -> Value {
    let path = format!("/worlds/{}/requests?order=desc&limit=1", sandbox.world);
    let entry = sandbox.control("GET", &path, &json!(null)).await.json()["items"][0].clone();
    entry["diagnosis"][0].clone()
}

#[tokio::test]
async fn the_log_tells_the_name_that_is_right_here() {
    let mut sandbox = Sandbox::new().await;
    for (document, cause, evidence) in [
        (
            "mutation { freezeCard(cardId: 1) { success } }",
            "gql-other-generation",
            json!({"place": "Mutation", "name": "freezeRainCard"}),
        ),
        (
            "mutation { freezeAgioCard(cardId: 1) { success } }",
            "gql-other-generation",
            json!({"place": "Mutation", "name": "freezeRainCard"}),
        ),
        (
            "mutation { freezeRainCrad(cardId: 1) { success } }",
            "gql-near",
            json!({"place": "Mutation", "nearest": "freezeRainCard"}),
        ),
    ] {
        let jane = sandbox.user("jane").await;
        jane.send(document, &json!({})).await;
        let found = diagnosis(&sandbox).await;
        assert_eq!((&found["cause"], &found["evidence"]), (&json!(cause), &evidence), "{document}");
    }
    sandbox.ask("mutation { freezeRainCard(cardId: 1) { success } }", &json!({})).await;
    let found = diagnosis(&sandbox).await;
    assert_eq!(found["evidence"], json!({"place": "Mutation", "name": "freezeCard"}));
}

#[tokio::test]
async fn the_log_tells_where_an_operation_is_offered() {
    let sandbox = Sandbox::new().await;
    let jane = sandbox.user("jane").await;
    jane.send("mutation { smartWalletSendTransaction(input: {}) { success } }", &json!({})).await;
    let path = format!("/worlds/{}/requests?order=desc&limit=1", sandbox.world);
    let entry = sandbox.control("GET", &path, &json!(null)).await.json()["items"][0].clone();
    let causes: Vec<_> =
        entry["diagnosis"].as_array().unwrap().iter().map(|one| one["cause"].clone()).collect();
    assert!(causes.contains(&json!("gql-blocked")), "{entry:#}");
}

#[tokio::test]
async fn the_log_tells_names_of_the_generation_that_the_world_has() {
    for (reading, written, right) in [
        ("agio", "freezeRainCard", "freezeAgioCard"),
        ("agio", "freezeCard", "freezeAgioCard"),
        ("plain", "freezeRainCard", "freezeCard"),
        ("plain", "freezeAgioCard", "freezeCard"),
    ] {
        let sandbox = Sandbox::with(json!({"readings": {"AMB-AG-01": reading}})).await;
        let jane = sandbox.user("jane").await;
        let document = format!("mutation {{ {written}(cardId: 1) {{ success }} }}");
        assert_eq!(jane.send(&document, &json!({})).await.status, 400, "{reading} {written}");
        let found = diagnosis(&sandbox).await;
        let wanted = json!({"place": "Mutation", "name": right});
        assert_eq!(
            (&found["cause"], &found["evidence"]),
            (&json!("gql-other-generation"), &wanted)
        );
        let near = "mutation { updateCardNicname(cardId: 1, nickname: \"a\") { success } }";
        jane.send(near, &json!({})).await;
        assert_eq!(diagnosis(&sandbox).await["evidence"]["nearest"], "updateCardNickname");
    }
}

/// Things that a refused request names are known where its document fits the schema: under the names
/// that the world's rules give it.
#[tokio::test]
async fn the_log_reads_requests_by_the_names_of_the_generation_that_the_world_has() {
    let generations =
        [("rain", "freezeRainCard"), ("agio", "freezeAgioCard"), ("plain", "freezeCard")];
    for (reading, _) in generations {
        let sandbox = Sandbox::with(json!({"readings": {"AMB-AG-01": reading}})).await;
        let expired = format!("Bearer {}", sandbox.mint("jane", "expired").await);
        for (generation, name) in generations {
            let document = format!("mutation {{ {name}(cardId: 1) {{ success }} }}");
            let refused = sandbox.send(post(Some(&expired), &json!({"query": document}))).await;
            assert_eq!(refused.status, 401);
            let path = format!("/worlds/{}/requests?order=desc&limit=1", sandbox.world);
            let entry = sandbox.control("GET", &path, &json!(null)).await.json();
            let named = entry["items"][0]["entities"].as_array().unwrap().len();
            assert_eq!(named, usize::from(generation == reading), "{reading}: {entry:#}");
        }
    }
}

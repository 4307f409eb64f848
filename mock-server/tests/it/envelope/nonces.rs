//! Nonces: none is used for two different answers (ER 2).

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use mock_server::crypto::sealed::NONCE;
use serde_json::{Value, json};

use super::Project;
use crate::support::Sandbox;

#[tokio::test]
async fn different_answers_have_different_nonces() {
    let mut sandbox = Sandbox::new().await;
    let mut main = Project::named(&sandbox, "main").await;
    let mut answers = BTreeMap::new();
    for user in 0..50 {
        for path in ["/project/balance", "/users/create", "/users/get"] {
            let fields = json!({"external_user_id": format!("u-{user}"), "user_id": "ext-ada"});
            let request = main.request(&sandbox, path, &fields, None);
            let answer: Value = sandbox.send(request).await.json();
            let sealed = STANDARD.decode(answer["encrypted"].as_str().unwrap()).unwrap();
            let nonce = sealed[1..=NONCE].to_vec();
            let same = answers.entry(nonce).or_insert_with(|| sealed.clone()) == &sealed;
            assert!(same, "one nonce, two answers");
        }
        sandbox.advance(1).await;
    }
    assert!(answers.len() >= 50, "answers differ: {}", answers.len());
}
